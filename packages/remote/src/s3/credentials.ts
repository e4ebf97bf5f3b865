import { DareblopyError } from '@dareblopy/core';

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** When they end; ones from a function are asked for again a minute before. */
  readonly expiration?: Date;
}

export type S3CredentialsOption = S3Credentials | (() => S3Credentials | Promise<S3Credentials>);

const earlyMs = 60_000;

/** Credentials from the options, a function, or AWS_ACCESS_KEY_ID and what goes with it. */
export class CredentialsSource {
  readonly #option: S3CredentialsOption | undefined;
  readonly #env: Readonly<Record<string, string | undefined>>;
  #current: Promise<S3Credentials> | undefined;

  constructor(
    option: S3CredentialsOption | undefined,
    env: Readonly<Record<string, string | undefined>> = process.env,
  ) {
    this.#option = option;
    this.#env = env;
  }

  /** @throws DareblopyError REMOTE_NO_CREDENTIALS. */
  async get(): Promise<S3Credentials> {
    for (let known = this.#current; known !== undefined; known = this.#current) {
      const { expiration } = await known;
      if (expiration === undefined || expiration.getTime() - earlyMs > Date.now()) return known;
      if (known === this.#current) break; // else somebody has asked meanwhile
    }
    const asked = this.#ask();
    this.#current = asked;
    asked.catch(() => {
      if (this.#current === asked) this.#current = undefined;
    });
    return asked;
  }

  /** Lets go of what a server called expired. False where there is nothing else to be had. */
  renew(): boolean {
    if (typeof this.#option !== 'function') return false;
    this.#current = undefined;
    return true;
  }

  async #ask(): Promise<S3Credentials> {
    const option = this.#option;
    if (typeof option !== 'function') return checked(option ?? this.#fromEnvironment());
    try {
      return checked(await option());
    } catch (error) {
      throw none('the function for credentials failed', error);
    }
  }

  #fromEnvironment(): S3Credentials | undefined {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = this.#env;
    if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return undefined;
    const token = AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {};
    return {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...token,
    };
  }
}

function checked(credentials: S3Credentials | undefined): S3Credentials {
  if (credentials?.accessKeyId && credentials.secretAccessKey) return credentials;
  throw none(
    'no credentials: give `credentials`, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or ask with `anonymous: true`',
  );
}

function none(message: string, cause?: unknown): DareblopyError {
  return new DareblopyError('REMOTE_NO_CREDENTIALS', message, cause === undefined ? {} : { cause });
}
