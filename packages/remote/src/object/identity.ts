import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Which bytes were opened: what every later answer must be of. */
export interface Identity {
  /** Bytes. */
  readonly size: number;
  /** A strong one (RFC 9110, 8.8.3), quotes included. */
  readonly etag?: string | undefined;
  /** Where there is no strong ETag: as good as one second. */
  readonly lastModified?: string | undefined;
}

export function identityOf(size: number, headers: IncomingHttpHeaders): Identity {
  const { etag, 'last-modified': lastModified } = headers;
  const strong = etag !== undefined && !etag.startsWith('W/') ? etag : undefined;
  return { size, etag: strong, ...(strong === undefined ? { lastModified } : {}) };
}

/** Headers by which a server refuses (412) to answer of anything else. */
export function pinHeaders({ etag, lastModified }: Identity): Record<string, string> {
  if (etag !== undefined) return { 'if-match': etag };
  return lastModified === undefined ? {} : { 'if-unmodified-since': lastModified };
}

/** Whether an answer is of these bytes, as far as it says: servers that ignore the headers exist. */
export function isOf(identity: Identity, headers: IncomingHttpHeaders): boolean {
  if (identity.etag !== undefined)
    return headers.etag === undefined || headers.etag === identity.etag;
  const modified = headers['last-modified'];
  return (
    identity.lastModified === undefined ||
    modified === undefined ||
    modified === identity.lastModified
  );
}

/** The identity in a few letters; undefined where nothing but the size is known. */
export function fingerprintOf({ size, etag, lastModified }: Identity): string | undefined {
  const version = etag ?? lastModified;
  if (version === undefined) return undefined;
  return `remote:${createHash('sha256').update(`${version}\n${size}`).digest('hex').slice(0, 32)}`;
}
