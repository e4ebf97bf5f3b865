import type { RemoteOptions } from '../options.ts';
import type { S3CredentialsOption } from './credentials.ts';
import { CredentialsSource } from './credentials.ts';
import type { S3Endpoint } from './location.ts';

/** Where a bucket is, and who asks. */
export interface S3Options extends RemoteOptions {
  /** Default: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN of the environment. */
  readonly credentials?: S3CredentialsOption;
  /** Requests without a signature, for public buckets. Default false. */
  readonly anonymous?: boolean;
  /** Default: AWS_REGION, AWS_DEFAULT_REGION, or us-east-1; the bucket's own where AWS tells it. */
  readonly region?: string;
  /**
   * The URL of a server that speaks S3: MinIO, R2, `https://storage.googleapis.com`. Default:
   * AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, or AWS.
   */
  readonly endpoint?: string | URL;
  /** The bucket in the path, not in the host's name. Default: true where there is an endpoint, or dots in the name. */
  readonly forcePathStyle?: boolean;
}

export class S3Account {
  readonly anonymous: boolean;
  readonly credentials: CredentialsSource;
  /** Of aws4fetch: keys that are derived once a day. */
  readonly signingKeys = new Map<string, ArrayBuffer>();
  #place: S3Endpoint;

  /** @throws TypeError for an endpoint that is no URL. */
  constructor(
    options: S3Options,
    bucket: string,
    env: Readonly<Record<string, string | undefined>> = process.env,
  ) {
    const endpoint =
      options.endpoint ?? (env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL || undefined);
    if (endpoint !== undefined && !/^https?:$/.test(new URL(endpoint).protocol))
      throw new TypeError(
        `Expected endpoint to be an http: or https: URL but received ${endpoint}`,
      );
    this.anonymous = options.anonymous ?? false;
    this.credentials = new CredentialsSource(options.credentials, env);
    this.#place = {
      endpoint: endpoint === undefined ? undefined : `${endpoint}`,
      region: options.region ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1'),
      forcePathStyle: options.forcePathStyle ?? (endpoint !== undefined || bucket.includes('.')),
    };
  }

  get place(): S3Endpoint {
    return this.#place;
  }

  /** False when that is where it is already. */
  moveTo(region: string): boolean {
    if (region === this.#place.region) return false;
    this.#place = { ...this.#place, region };
    return true;
  }
}
