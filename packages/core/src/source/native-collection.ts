import type { NativeItems, SourceSetHandle } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import { NativeByteSource } from './native-byte-source.ts';
import { type NativeItemsSource, nativeItems } from './native-items.ts';
import type { RandomAccess } from './random-access.ts';
import { checkIndex } from './random-access.ts';

/** All items of a native set, as a collection of sources. */
export class NativeCollection
  implements RandomAccess<NativeByteSource>, NativeItemsSource, Iterable<NativeByteSource>
{
  readonly length: number;
  readonly fingerprint?: string;
  protected readonly set: SourceSetHandle;

  constructor(set: SourceSetHandle, fingerprint?: string) {
    this.set = set;
    this.length = native.sourceCount(set);
    if (fingerprint !== undefined) this.fingerprint = fingerprint;
  }

  get(index: number): NativeByteSource {
    checkIndex(index, this.length);
    return new NativeByteSource(this.set, index);
  }

  [nativeItems](indices: Float64Array): NativeItems {
    return { sets: [this.set], indices };
  }

  *[Symbol.iterator](): IterableIterator<NativeByteSource> {
    for (let index = 0; index < this.length; index++) yield new NativeByteSource(this.set, index);
  }
}
