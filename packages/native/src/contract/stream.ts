import type { CancelHandle, Handle, SourceSetHandle } from './handles.ts';

/** Records, or entries of archives, read in order. */
export type BlockStreamHandle = Handle<'BlockStream'>;

export interface AheadOptions {
  /** Left out: as many as the pool has threads. */
  readonly parallelFiles?: number | undefined;
  readonly readAheadBytes: number;
}

export interface NextBlock {
  /** Undefined at the end. */
  readonly set?: SourceSetHandle;
  readonly count?: number;
  readonly byteLength?: number;
  /** Corrupt records left out so far, or that ended a file. */
  readonly corrupt: number;
}

export interface StreamNatives {
  nextBlock(
    stream: BlockStreamHandle,
    most: number,
    cancel: CancelHandle | undefined,
  ): Promise<NextBlock>;
  /** Items [begin, end) of a block, copied one after the other. */
  blockBytes(
    block: SourceSetHandle,
    begin: number,
    end: number,
  ): { bytes: Uint8Array<ArrayBuffer>; ends: Float64Array };
}
