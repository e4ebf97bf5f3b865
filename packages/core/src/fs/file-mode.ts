/**
 * How a file is opened, as C's fopen: 'r' reads; 'w' writes a new file or empties an old one; 'a' writes
 * at the end; with `+` both reading and writing ('r+' needs the file to exist).
 */
export type FileMode = 'r' | 'w' | 'a' | 'r+' | 'w+' | 'a+';

export interface ModeTraits {
  readonly read: boolean;
  readonly write: boolean;
  /** Made where it does not exist. */
  readonly create: boolean;
  readonly truncate: boolean;
  /** Every write goes to the end. */
  readonly append: boolean;
}

const traits: Record<FileMode, ModeTraits> = {
  r: { read: true, write: false, create: false, truncate: false, append: false },
  w: { read: false, write: true, create: true, truncate: true, append: false },
  a: { read: false, write: true, create: true, truncate: false, append: true },
  'r+': { read: true, write: true, create: false, truncate: false, append: false },
  'w+': { read: true, write: true, create: true, truncate: true, append: false },
  'a+': { read: true, write: true, create: true, truncate: false, append: true },
};

export function modeTraits(mode: FileMode): ModeTraits {
  const found = traits[mode];
  if (found === undefined)
    throw new TypeError(
      `Expected a mode of 'r', 'w', 'a', 'r+', 'w+' or 'a+' but received ${String(mode)}`,
    );
  return found;
}
