import { publicName } from './redact.ts';
import type { Ask, Prepared, Target } from './target.ts';

/** A URL, presigned or not, asked for with headers of the caller's. */
export class HttpTarget implements Target {
  readonly name: string;
  moved?: URL | undefined;
  readonly #url: URL;
  readonly #headers: Readonly<Record<string, string>>;

  /** @throws TypeError for what is no http: or https: URL. */
  constructor(url: string | URL, headers: Readonly<Record<string, string>> = {}) {
    const parsed = URL.canParse(`${url}`) ? new URL(url) : undefined;
    if (parsed === undefined || !['http:', 'https:'].includes(parsed.protocol))
      throw new TypeError('Expected an http: or https: URL');
    const { username, password } = parsed;
    const basic = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    const user =
      username === '' && password === '' ? {} : { authorization: `Basic ${btoa(basic)}` };
    parsed.username = '';
    parsed.password = '';
    parsed.hash = '';
    this.#url = parsed;
    this.#headers = { ...user, ...lowercased(headers) };
    this.name = publicName(parsed);
  }

  async prepare({ headers }: Ask): Promise<Prepared> {
    return { url: this.#url, headers: { ...this.#headers, ...headers } };
  }
}

function lowercased(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return Object.fromEntries(entries);
}
