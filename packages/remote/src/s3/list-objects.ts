import { DareblopyError } from '@dareblopy/core';
import { readShortBody } from '../http/client.ts';
import type { Line } from '../http/exchange.ts';
import { exchange } from '../http/exchange.ts';
import { elements, textOf } from '../http/xml.ts';
import type { S3Account } from './account.ts';
import type { S3Location } from './location.ts';
import { S3Target } from './s3-target.ts';

/** A line of a listing. */
export interface ListedObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Quotes included; undefined where the server lists none. */
  readonly etag: string | undefined;
}

const mostPageBytes = 16 * 2 ** 20;

/**
 * All objects whose keys begin with the location's, in the server's order, a page of at most 1,000 at a
 * time. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export async function* listObjects(
  line: Line,
  account: S3Account,
  { bucket, key: prefix }: S3Location,
  signal: AbortSignal | undefined,
): AsyncGenerator<ListedObject> {
  const target = new S3Target(account, { bucket, key: '' });
  let token: string | undefined;
  do {
    const query = {
      'list-type': '2',
      'encoding-type': 'url',
      prefix,
      ...(token === undefined ? {} : { 'continuation-token': token }),
    };
    const page = await exchange(
      line,
      target,
      () => ({ method: 'GET', headers: {}, query, signal }),
      [200],
      async (answer) => {
        const { text, complete } = await readShortBody(answer, mostPageBytes, signal);
        if (!complete) throw malformed(target.name, `a page of more than ${mostPageBytes} bytes`);
        return text;
      },
    );
    yield* objectsOf(page, target.name);
    const next =
      textOf(page, 'IsTruncated') === 'true' ? textOf(page, 'NextContinuationToken') : undefined;
    if (next !== undefined && next === token) throw malformed(target.name, 'the same page twice');
    token = next;
  } while (token !== undefined);
}

export function* objectsOf(page: string, name: string): Generator<ListedObject> {
  if (!page.includes('<ListBucketResult')) throw malformed(name, 'no listing');
  const encoded = textOf(page, 'EncodingType') === 'url';
  for (const item of elements(page, 'Contents')) {
    const text = textOf(item, 'Key');
    const size = Number(textOf(item, 'Size') ?? Number.NaN);
    if (text === undefined || !Number.isSafeInteger(size) || size < 0)
      throw malformed(name, 'a listing that cannot be read');
    yield { key: encoded ? decoded(text, name) : text, size, etag: textOf(item, 'ETag') };
  }
}

function decoded(key: string, name: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    throw malformed(name, 'a key that is not encoded as a URL');
  }
}

function malformed(name: string, what: string): DareblopyError {
  return new DareblopyError('REMOTE_BAD_ANSWER', `${name}: the server answered ${what}`, {
    path: name,
  });
}
