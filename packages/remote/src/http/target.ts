import type { IncomingHttpHeaders } from 'node:http';

/** What is asked of a target, before it is signed. */
export interface Ask {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Harmless ones, that may go to whoever a redirect names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Replaces the target's query. */
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal?: AbortSignal | undefined;
}

/** A request as it goes out: with whatever authorises it. */
export interface Prepared {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/** Something that can be asked for over HTTP. */
export interface Target {
  /** For messages: nothing secret in it. */
  readonly name: string;
  prepare(ask: Ask): Promise<Prepared>;
  /**
   * Told of a refusal; true when the target has learnt something by which the same request may now
   * succeed (another region, fresh credentials).
   */
  learn?(status: number, code: string, headers: IncomingHttpHeaders): boolean;
  /** Where a redirect led the last time. */
  moved?: URL | undefined;
}
