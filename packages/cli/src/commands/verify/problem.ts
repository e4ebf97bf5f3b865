import { isDareblopyError } from '@dareblopy/core';

/** Something that `verify` has to say of an item, or of a whole file. */
export interface Problem {
  /** The path given by the user. */
  readonly path: string;
  /** The item's name, or `file#record`; absent where it is about a file as a whole. */
  readonly item?: string;
  /**
   * 'damage': bytes are wrong or missing. 'unsupported': whole as far as one can tell, but not readable
   * here. 'deviation': not as the format, or the other records, have it; what is in it can be used.
   */
  readonly severity: 'damage' | 'unsupported' | 'deviation';
  /** A code of DareblopyError, where there is one. */
  readonly code?: string;
  readonly message: string;
  /** Bytes into the file, or into the item. */
  readonly offset?: number;
}

/** What `verify --json` prints of a set. */
export interface Verification {
  readonly path: string;
  readonly kind: string;
  readonly noun: string;
  /** Items that were read. */
  readonly count: number;
  /** Of these, pictures decoded and records parsed. */
  readonly decoded: number;
  readonly parsed: number;
  /** Pictures of kinds that this version reads no pixels of: only their bytes were checked. */
  readonly notDecoded: Readonly<Record<string, number>>;
  readonly dataBytes: number;
  readonly seconds: number;
  readonly problems: readonly Problem[];
}

const unsupported = /UNSUPPORTED|ENCRYPTED|MULTI_DISK|LIMIT_EXCEEDED/;
/** Differences between records that are all well-formed. */
const difference = /^FEATURE_/;

export function problemOf(path: string, item: string | undefined, error: unknown): Problem {
  const base = { path, ...(item === undefined ? {} : { item }) };
  if (!isDareblopyError(error)) {
    return { ...base, severity: 'damage', message: (error as Error)?.message ?? String(error) };
  }
  const { code, message, offset } = error;
  const severity = unsupported.test(code)
    ? 'unsupported'
    : difference.test(code)
      ? 'deviation'
      : 'damage';
  return { ...base, severity, code, message, ...(offset === undefined ? {} : { offset }) };
}

/** Whether it makes the exit status 1. */
export function isBad({ severity }: Problem, strict: boolean): boolean {
  return strict || severity !== 'deviation';
}

/** Lines of path, item and code, with tabs between; a file that is bad as a whole has no item. */
export function listOfBad(verified: readonly Verification[], strict: boolean): string {
  return verified
    .flatMap(({ problems }) => problems)
    .filter((problem) => isBad(problem, strict))
    .map(({ path, item = '', code = '' }) => `${escapeTabs(path)}\t${escapeTabs(item)}\t${code}\n`)
    .join('');
}

function escapeTabs(text: string): string {
  return text.replace(
    /[\\\t\n\r]/g,
    (c) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n' })[c] ?? '\\r',
  );
}
