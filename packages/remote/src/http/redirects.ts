import type { IncomingMessage } from 'node:http';
import { DareblopyError } from '@dareblopy/core';
import type { HttpClient } from './client.ts';
import { publicName, secretsOf } from './redact.ts';
import type { Ask, Target } from './target.ts';

const mostRedirects = 5;
const redirects = new Set([301, 302, 303, 307, 308]);

export interface Followed {
  readonly answer: IncomingMessage;
  /** What was sent and must not be repeated. */
  readonly secrets: readonly string[];
  /** Whether the answer is of a place that an earlier redirect named. */
  readonly moved: boolean;
}

/**
 * Sends a request and follows redirects of a GET. Only what is harmless goes to another origin: no
 * credentials, no cookies, none of the headers that the caller gave, also not when it leads back. From
 * https to http nothing is followed.
 */
export async function follow(client: HttpClient, target: Target, ask: Ask): Promise<Followed> {
  const { moved } = target;
  const useMoved = moved !== undefined && ask.method === 'GET';
  let { url, headers } = useMoved
    ? { url: moved, headers: ask.headers }
    : await target.prepare(ask);
  const secrets = secretsOf(url, headers);
  const rest = { method: ask.method, signal: ask.signal, ...(ask.body ? { body: ask.body } : {}) };
  for (let hop = 0; ; hop++) {
    const answer = await client.send({ url, headers, ...rest });
    const status = answer.statusCode ?? 0;
    const location = answer.headers.location;
    const elsewhere = answer.headers['x-amz-bucket-region'] !== undefined; // to be signed anew
    if (ask.method !== 'GET' || !redirects.has(status) || location === undefined || elsewhere) {
      if (hop > 0 && status < 300) target.moved = url;
      return { answer, secrets, moved: useMoved };
    }
    answer.destroy();
    if (hop === mostRedirects) throw refused(target, `more than ${mostRedirects} redirects`);
    const next = destination(target, location, url);
    if (next.origin !== url.origin) headers = ask.headers;
    url = next;
    secrets.push(...secretsOf(url, {}));
  }
}

function destination(target: Target, location: string, from: URL): URL {
  if (!URL.canParse(location, from.href)) throw refused(target, 'a redirect to no URL');
  const next = new URL(location, from);
  const downgrade = from.protocol === 'https:' && next.protocol !== 'https:';
  if (!['http:', 'https:'].includes(next.protocol) || downgrade)
    throw refused(target, `a redirect to ${publicName(next)}`);
  next.username = '';
  next.password = '';
  return next;
}

function refused(target: Target, what: string): DareblopyError {
  return new DareblopyError('REMOTE_BAD_REDIRECT', `${target.name}: ${what} is not followed`, {
    path: target.name,
  });
}
