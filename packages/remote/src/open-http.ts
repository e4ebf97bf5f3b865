import { HttpTarget } from './http/http-target.ts';
import type { RemoteOptions } from './options.ts';
import type { RemoteSource } from './remote-source.ts';
import { openTarget } from './remote-source.ts';

export interface HttpOptions extends RemoteOptions {
  /** Sent with every request to the URL's own origin, as `authorization`; never to where a redirect leads. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Opens an object behind a URL, presigned ones included, as a ByteSource that reads by ranges. One GET
 * tells its size and version; later answers have to be of that version.
 *
 * @throws TypeError for another kind of URL; DareblopyError REMOTE_NOT_FOUND, REMOTE_ACCESS_DENIED,
 *   REMOTE_STATUS, REMOTE_UNREACHABLE, REMOTE_RANGES_UNSUPPORTED, REMOTE_BAD_ANSWER, REMOTE_BAD_REDIRECT;
 *   reading also REMOTE_OBJECT_CHANGED.
 */
export async function openHttp(
  url: string | URL,
  options: HttpOptions = {},
): Promise<RemoteSource> {
  return openTarget(new HttpTarget(url, options.headers), options);
}
