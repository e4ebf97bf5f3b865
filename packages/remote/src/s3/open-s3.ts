import type { RemoteSource } from '../remote-source.ts';
import { openTarget } from '../remote-source.ts';
import type { S3Options } from './account.ts';
import { S3Account } from './account.ts';
import { parseS3Url } from './location.ts';
import { S3Target } from './s3-target.ts';

export interface OpenS3Options extends S3Options {
  /** A version of a bucket that keeps them. Default: the current one. */
  readonly versionId?: string;
}

/**
 * Opens `s3://bucket/key` as a ByteSource that reads by ranges. One GET tells its size and version; later
 * answers have to be of that version.
 *
 * @throws TypeError for another kind of URL; DareblopyError REMOTE_NO_CREDENTIALS and those of
 *   {@link openHttp}.
 */
export async function openS3(
  url: string | URL,
  options: OpenS3Options = {},
): Promise<RemoteSource> {
  const location = parseS3Url(url);
  if (location.key === '') throw new TypeError(`Expected s3://bucket/key but received ${url}`);
  const account = new S3Account(options, location.bucket);
  const { versionId } = options;
  const target = new S3Target(account, location, versionId === undefined ? {} : { versionId });
  return openTarget(target, options);
}
