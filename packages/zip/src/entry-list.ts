import type { RandomAccess } from '@dareblopy/core';
import { checkIndex, type NativeItemsSource, nativeItems } from '@dareblopy/core/extend';
import { smallFloat64Array } from '@dareblopy/core/internal';
import type { NativeItems, SourceSetHandle } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import { ZipEntry } from './zip-entry.ts';

/** Some entries of an archive, in its order: four bytes an entry until one is asked for. */
export class EntryList implements RandomAccess<ZipEntry>, NativeItemsSource, Iterable<ZipEntry> {
  readonly #set: SourceSetHandle;
  readonly #indices: Uint32Array;
  #fingerprint?: string;

  /** @internal Use {@link ZipArchive.glob} or {@link ZipArchive.entries}. */
  constructor(set: SourceSetHandle, indices: Uint32Array) {
    this.#set = set;
    this.#indices = indices;
  }

  get length(): number {
    return this.#indices.length;
  }

  /** Of names, sizes and CRC-32s, in order. */
  get fingerprint(): string {
    this.#fingerprint ??= native.zipFingerprint(this.#set, this.#indices);
    return this.#fingerprint;
  }

  get(index: number): ZipEntry {
    checkIndex(index, this.length);
    return new ZipEntry(this.#set, this.#indices[index] as number);
  }

  [nativeItems](indices: Float64Array): NativeItems {
    const entries = smallFloat64Array(indices.length);
    for (let row = 0; row < indices.length; row++) {
      entries[row] = this.#indices[indices[row] as number] as number;
    }
    return { sets: [this.#set], indices: entries };
  }

  *[Symbol.iterator](): IterableIterator<ZipEntry> {
    for (const index of this.#indices) yield new ZipEntry(this.#set, index);
  }
}
