/** What the command's exit status means; scripts rely on it. */
export const EXIT = {
  fine: 0,
  /** The data has problems, or the work on it failed. */
  problems: 1,
  /** The command was not asked for in a way that can be done: options, paths that are not there. */
  misuse: 2,
  /** As shells say it: ended by Ctrl-C. */
  interrupted: 130,
} as const;

/** Something the caller has to put right. Ends the command with status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The data, or what is on the disk, stands in the way. Ends the command with status 1. */
export class DataError extends Error {
  override readonly name = 'DataError';
  /** What to do about it; a line of its own. */
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}
