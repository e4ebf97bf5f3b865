/** An object, or a prefix of keys, in a bucket. */
export interface S3Location {
  readonly bucket: string;
  /** May be empty for a prefix. */
  readonly key: string;
}

/**
 * `s3://bucket/key`; the key is taken as it stands, not percent-decoded.
 *
 * @throws TypeError for anything else.
 */
export function parseS3Url(input: string | URL): S3Location {
  const text = typeof input === 'string' ? input : decodeURI(input.href);
  const match = /^s3:\/\/([^/?#]+)(?:\/(.*))?$/s.exec(text);
  if (match === null) throw new TypeError(`Expected s3://bucket/key but received ${text}`);
  const [, bucket = '', key = ''] = match;
  if (!/^[a-z0-9][a-z0-9.\-_]{1,62}$/i.test(bucket))
    throw new TypeError(`Expected the name of a bucket but received ${bucket}`);
  return { bucket, key };
}

/** Where a bucket is reached. */
export interface S3Endpoint {
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly forcePathStyle: boolean;
}

/**
 * The URL of a key, or of the bucket itself.
 *
 * @throws TypeError for keys that URLs cannot carry: '.' and '..' as parts of them.
 */
export function urlOf({ bucket, key }: S3Location, place: S3Endpoint): URL {
  if (key.split('/').some((part) => part === '.' || part === '..'))
    throw new TypeError(`Expected a key without '.' and '..' as parts but received ${key}`);
  const base = new URL(place.endpoint ?? `https://s3.${place.region}.amazonaws.com`);
  if (!place.forcePathStyle) base.hostname = `${bucket}.${base.hostname}`;
  const root = base.pathname.replace(/\/$/, '') + (place.forcePathStyle ? `/${bucket}` : '');
  base.pathname = `${root}/${key.split('/').map(encodePart).join('/')}`;
  return base;
}

/** RFC 3986's unreserved characters stay, as the signature's canonical form has them. */
function encodePart(part: string): string {
  return encodeURIComponent(part).replaceAll(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
