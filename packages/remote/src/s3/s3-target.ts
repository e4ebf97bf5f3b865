import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { AwsV4Signer } from 'aws4fetch';
import type { Ask, Prepared, Target } from '../http/target.ts';
import type { S3Account } from './account.ts';
import type { S3Location } from './location.ts';
import { urlOf } from './location.ts';

const expired = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired']);

/** An object or a bucket of S3, asked for with signed requests (Signature Version 4). */
export class S3Target implements Target {
  readonly name: string;
  moved?: URL | undefined;
  readonly #account: S3Account;
  readonly #location: S3Location;
  readonly #query: Readonly<Record<string, string>>;

  constructor(
    account: S3Account,
    location: S3Location,
    query: Readonly<Record<string, string>> = {},
  ) {
    this.name = `s3://${location.bucket}/${location.key}`;
    this.#account = account;
    this.#location = location;
    this.#query = query;
  }

  async prepare({ method, headers, query, body }: Ask): Promise<Prepared> {
    const url = urlOf(this.#location, this.#account.place);
    for (const [name, value] of Object.entries(query ?? this.#query))
      url.searchParams.set(name, value);
    // As the signature has it: '+' for a blank is not understood by all.
    url.search = url.search.replaceAll('+', '%20');
    if (this.#account.anonymous) return { url, headers };
    const { accessKeyId, secretAccessKey, sessionToken } = await this.#account.credentials.get();
    const signer = new AwsV4Signer({
      method,
      url: url.href,
      headers: { ...headers, 'x-amz-content-sha256': hashOf(body) },
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
      service: 's3',
      region: this.#account.place.region,
      cache: this.#account.signingKeys,
    });
    const signed = await signer.sign();
    return { url: new URL(signed.url), headers: Object.fromEntries(signed.headers) };
  }

  learn(status: number, code: string, headers: IncomingHttpHeaders): boolean {
    if (expired.has(code)) return this.#account.credentials.renew();
    const region = headers['x-amz-bucket-region'];
    const elsewhere = status === 301 || status === 307 || status === 400;
    return elsewhere && typeof region === 'string' && this.#account.moveTo(region);
  }
}

const emptyHash = createHash('sha256').digest('hex');

function hashOf(body: Uint8Array | undefined): string {
  return body === undefined ? emptyHash : createHash('sha256').update(body).digest('hex');
}
