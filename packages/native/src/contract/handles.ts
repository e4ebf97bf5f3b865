/** Objects that hold something native. Opaque: only the addon looks inside. */

declare const kind: unique symbol;

export interface Handle<Kind extends string> {
  readonly [kind]: Kind;
}

/** Many byte sources under one handle: a file, a folder's listing, an archive, an index of records, memory. */
export type SourceSetHandle = Handle<'SourceSet'>;

/** Turns one sample's bytes into one row of a batch. */
export type DecoderHandle = Handle<'Decoder'>;

/** Cancels the jobs that were started with it. */
export interface CancelHandle {
  cancel(): void;
}

/** Samples as they cross to native code. */
export interface NativeItems {
  readonly sets: readonly SourceSetHandle[];
  /**
   * Four numbers an item: index of its set in `sets`, index in the set, begin, end; end -1 means "to the
   * end".
   */
  readonly refs?: Float64Array;
  /** In place of `refs`: whole items of the only set. Without both: all of its items. */
  readonly indices?: Float64Array;
  /** Those of `sets` that nothing else refers to: whoever starts work on them closes them. */
  readonly temporary?: readonly SourceSetHandle[];
}
