import { fileURLToPath } from 'node:url';
import type { NativeItems, SourceSetHandle } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import { smallFloat64Array } from '../array/small-arrays.ts';
import type { ByteInput, ByteSource, NativeItemSink } from './byte-source.ts';
import { isByteSource, isNativeSource, nativeItem } from './byte-source.ts';

/** A ByteInput that native code can read as it stands. */
type DirectInput = Exclude<ByteInput, Blob | ByteSource>;

/** Gathers inputs into the form in which they cross to native code. */
class ItemList implements NativeItemSink {
  private readonly sets: SourceSetHandle[] = [];
  private readonly setIndex = new Map<SourceSetHandle, number>();
  private readonly refs: Float64Array;
  private readonly paths: string[] = [];
  private readonly views: (ArrayBuffer | ArrayBufferView)[] = [];
  private readonly pathSlots: number[] = [];
  private readonly viewSlots: number[] = [];
  private count = 0;

  constructor(capacity: number) {
    this.refs = smallFloat64Array(capacity * 4);
  }

  add(set: SourceSetHandle, index: number, begin: number, end: number): void {
    const at = this.count++ * 4;
    this.refs[at] = this.indexOf(set);
    this.refs[at + 1] = index;
    this.refs[at + 2] = begin;
    this.refs[at + 3] = end;
  }

  addInput(input: DirectInput): void {
    if (typeof input === 'string' || input instanceof URL) {
      this.pathSlots.push(this.count++);
      this.paths.push(toPath(input));
    } else {
      this.viewSlots.push(this.count++);
      this.views.push(input);
    }
  }

  finish(): NativeItems {
    const temporary: SourceSetHandle[] = [];
    if (this.paths.length > 0) {
      const set = pathSetOf(this.paths);
      this.fillSlots(set, this.pathSlots);
      temporary.push(set);
    }
    if (this.views.length > 0) {
      const set = native.memorySet(this.views);
      this.fillSlots(set, this.viewSlots);
      temporary.push(set);
    }
    return { sets: this.sets, refs: this.refs, temporary };
  }

  private fillSlots(set: SourceSetHandle, slots: readonly number[]): void {
    const setIndex = this.indexOf(set);
    slots.forEach((slot, i) => {
      this.refs[slot * 4] = setIndex;
      this.refs[slot * 4 + 1] = i;
      this.refs[slot * 4 + 3] = -1;
    });
  }

  private indexOf(set: SourceSetHandle): number {
    let index = this.setIndex.get(set);
    if (index === undefined) {
      index = this.sets.push(set) - 1;
      this.setIndex.set(set, index);
    }
    return index;
  }
}

/**
 * Lets go of what was made for these items alone, once work on them has begun: jobs have their own
 * hold, and memory goes back as soon as they end, not when the garbage collector comes.
 */
export function closeTemporary({ temporary = [] }: NativeItems): void {
  for (const set of temporary) native.closeHandle(set);
}

/** The path that a string or a `file:` URL names. */
export function toPath(input: string | URL): string {
  if (typeof input !== 'string') return fileURLToPath(input);
  if (input.includes('\0')) throw new TypeError('Expected a path without null bytes');
  return input;
}

/** Whether the input's bytes have to be fetched by JavaScript first (a Blob, a ByteSource that is not ours). */
function isForeign(input: ByteInput): input is Blob | ByteSource {
  return typeof input === 'object' && !isNativeSource(input) && isByteSource(input);
}

/**
 * Inputs as native items, for what must not wait.
 *
 * @throws TypeError for a Blob or a foreign ByteSource, whose bytes can only be had by waiting.
 */
export function itemsOf(inputs: readonly ByteInput[]): NativeItems {
  if (inputs.every((input) => typeof input === 'string')) return itemsOfPaths(inputs);
  if (inputs.length > 0 && inputs.every(ArrayBuffer.isView)) return itemsInMemory(inputs);
  const list = new ItemList(inputs.length);
  for (const input of inputs) {
    if (isNativeSource(input)) {
      input[nativeItem](list);
    } else if (isDirect(input)) {
      list.addInput(input);
    } else {
      throw new TypeError(
        `Expected bytes (a path, file URL, buffer, Blob or ByteSource) but received ${describe(input)}`,
      );
    }
  }
  return list.finish();
}

/** Views as native items: the bytes are copied. */
export function itemsInMemory(views: readonly ArrayBufferView[]): NativeItems {
  const set = native.memorySet(views);
  return { sets: [set], temporary: [set] };
}

function checkList(inputs: unknown): void {
  if (Array.isArray(inputs)) return;
  throw new TypeError(`Expected an array of sources but received ${describe(inputs)}`);
}

/** The paths cross as one string: many short ones cost more than their bytes. */
function pathSetOf(paths: readonly string[]): SourceSetHandle {
  return native.pathSet(paths.join('\0'), paths.length);
}

function itemsOfPaths(paths: readonly string[]): NativeItems {
  const set = pathSetOf(paths);
  return { sets: [set], temporary: [set] };
}

function isDirect(input: unknown): input is DirectInput {
  return (
    typeof input === 'string' ||
    input instanceof URL ||
    input instanceof ArrayBuffer ||
    ArrayBuffer.isView(input)
  );
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (isByteSource(value)) return 'a source that can only be read asynchronously';
  return typeof value === 'object'
    ? `an object of type ${value.constructor?.name ?? 'Object'}`
    : `${typeof value}`;
}

/** Inputs as native items; the bytes of foreign sources are fetched first. */
export async function resolveItems(
  inputs: readonly ByteInput[],
  signal?: AbortSignal,
): Promise<NativeItems> {
  signal?.throwIfAborted();
  checkList(inputs);
  if (!inputs.some(isForeign)) return itemsOf(inputs);
  const loaded = await Promise.all(
    inputs.map((input) => (isForeign(input) ? loadForeign(input, signal) : input)),
  );
  signal?.throwIfAborted();
  return itemsOf(loaded);
}

async function loadForeign(
  source: Blob | ByteSource,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  // A Blob's `bytes` takes nothing, and passes the options over.
  if ('bytes' in source && typeof source.bytes === 'function')
    return (source as ByteSource).bytes(signal ? { signal } : {});
  return new Uint8Array(await source.arrayBuffer());
}
