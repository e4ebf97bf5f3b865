import type { RandomAccess } from '@dareblopy/core';
import { checkIndex, type NativeItemsSource, nativeItems } from '@dareblopy/core/extend';
import { smallFloat64Array } from '@dareblopy/core/internal';
import type { NativeItems, SourceSetHandle } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import { TarEntry } from './tar-entry.ts';

/** Some entries, in the order of the archives: four bytes an entry until one is asked for. */
export class TarEntries implements RandomAccess<TarEntry>, NativeItemsSource, Iterable<TarEntry> {
  readonly fingerprint: string;
  readonly #set: SourceSetHandle;
  readonly #indices: Uint32Array;

  /** @internal Use `glob` or `entries` of a TarArchive. */
  constructor(set: SourceSetHandle, indices: Uint32Array, archive: string) {
    this.#set = set;
    this.#indices = indices;
    const bytes = new Uint8Array(indices.buffer, indices.byteOffset, indices.byteLength);
    this.fingerprint = `entries:${native.crc32c(bytes, 0).toString(16)}(${archive})`;
  }

  get length(): number {
    return this.#indices.length;
  }

  get(index: number): TarEntry {
    checkIndex(index, this.length);
    return new TarEntry(this.#set, this.#indices[index] as number);
  }

  [nativeItems](indices: Float64Array): NativeItems {
    const entries = smallFloat64Array(indices.length);
    for (let row = 0; row < indices.length; row++) {
      entries[row] = this.#indices[indices[row] as number] as number;
    }
    return { sets: [this.#set], indices: entries };
  }

  *[Symbol.iterator](): IterableIterator<TarEntry> {
    for (const index of this.#indices) yield new TarEntry(this.#set, index);
  }
}
