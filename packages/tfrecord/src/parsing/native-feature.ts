import type { FixedDType } from '@dareblopy/core';
import type { NativeDecoderSide } from '@dareblopy/core/extend';
import { elementCount, isFixedDType, nativeSideOf, zeros } from '@dareblopy/core/extend';
import type { NativeFeature, NativePartition } from '@dareblopy/native';
import type { Feature, Partition } from './feature.ts';

const encoder = new TextEncoder();

/** Says under which name of the batch something is wrong. */
function fail(name: string, expected: string): never {
  throw new TypeError(`Expected feature \`${name}\` to have ${expected}`);
}

function bytesOf(name: string, value: unknown): Uint8Array {
  if (typeof value === 'string') return encoder.encode(value);
  if (value instanceof Uint8Array) return value;
  return fail(name, `a default of bytes or text but received ${typeof value}`);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** `count` numbers of `dtype` from one value or a list of as many, as they lie in memory. */
function numbersOf(name: string, dtype: FixedDType, value: unknown, count: number): Uint8Array {
  const array = zeros(dtype, [count]).data as unknown as { [i: number]: unknown; length: number };
  if (isList(value) && value.length !== count) fail(name, `a default of ${count} values`);
  for (let i = 0; i < count; i++) {
    const element = isList(value) ? value[i] : value;
    if (!['number', 'bigint', 'boolean'].includes(typeof element)) {
      fail(name, `a default of numbers but received ${typeof element}`);
    }
    array[i] = dtype === 'int64' ? BigInt(element as number) : Number(element);
    // Numbers and bigints of one value are alike here, as are true and 1.
    const exact = dtype.startsWith('float') || Number(array[i]) === Number(element);
    if (!exact) fail(name, `a default that fits ${dtype} but received ${element}`);
  }
  const view = array as unknown as ArrayBufferView;
  return new Uint8Array(view.buffer as ArrayBuffer);
}

function partitionOf(partition: Partition): NativePartition {
  const [[kind, value]] = Object.entries(partition) as [[NativePartition['kind'], string | number]];
  if (typeof value === 'string') return { kind, key: value, length: 0 };
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`Expected uniform rows of at least 1 value but received ${value}`);
  }
  return { kind, key: '', length: value };
}

/** The native side of a feature's Decoder. */
export function sideOfDecoder(name: string, feature: Feature): NativeDecoderSide<never, unknown> {
  const side = feature.how.form === 'decoder' ? nativeSideOf(feature.how.decoder) : undefined;
  if (side === undefined) return fail(name, 'a Decoder with a native side');
  if (side.select !== undefined) fail(name, 'a Decoder of bytes (a `from` decoder takes samples)');
  return side as NativeDecoderSide<never, unknown>;
}

/**
 * A feature as native code takes it. `id` names it there (names of the batch can be anything); `list`: one
 * of a SequenceExample's feature lists, whose lengths are given as `<id>.lengths`.
 */
export function toNative(id: string, name: string, feature: Feature, list: boolean): NativeFeature {
  const { element, how } = feature;
  const number = isFixedDType(element.dtype);
  const base = {
    name: id,
    key: feature.key ?? name,
    form: how.form,
    source: element.source,
    dtype: number ? element.dtype : 'uint8',
    raw: element.raw,
    bigEndian: element.bigEndian,
    utf8: element.dtype === 'string',
    shape: [] as readonly number[],
    truncate: false,
    allowMissing: true,
    lengthsName: '',
    partitions: [] as readonly NativePartition[],
    splitsDtype: 'int32' as 'int32' | 'int64',
    indexKeys: [] as readonly string[],
    sizes: [] as readonly number[],
    alreadySorted: false,
    anyRows: false,
    tensor: '',
  };
  const fill = (value: unknown, count: number) => {
    if (value === undefined) return {};
    const dtype = element.dtype;
    if (isFixedDType(dtype)) return { defaultNumbers: numbersOf(name, dtype, value, count) };
    const values =
      isList(value) && !(value instanceof Uint8Array)
        ? Array.from(value)
        : Array(count).fill(value);
    if (values.length !== count) fail(name, `a default of ${count} values`);
    return { defaultBytes: values.map((one) => bytesOf(name, one)) };
  };
  switch (how.form) {
    case 'fixed':
      return { ...base, shape: how.shape, ...fill(how.default, elementCount(how.shape)) };
    case 'padded':
      return {
        ...base,
        shape: how.shape,
        length: how.length,
        truncate: how.truncate,
        allowMissing: how.allowMissing,
        lengthsName: list ? `${id}.lengths` : '',
        ...fill(how.value, 1),
      };
    case 'ragged':
      return { ...base, partitions: how.partitions.map(partitionOf), splitsDtype: how.splits };
    case 'sparse':
      return {
        ...base,
        key: feature.key ?? how.value,
        indexKeys: how.index,
        sizes: how.size,
        alreadySorted: how.alreadySorted,
      };
    case 'tensor':
      return {
        ...base,
        tensor: how.tensor,
        shape: how.shape,
        anyRows: how.anyRows,
        splitsDtype: how.splits,
        ...fill(how.default, elementCount(how.shape)),
      };
    case 'decoder':
      return { ...base, decoder: sideOfDecoder(name, feature).handle };
  }
}

/** How many fixed columns of the native batch belong to the feature. */
export function columnCount(name: string, feature: Feature, list: boolean): number {
  const { element, how } = feature;
  if (how.form === 'decoder') return sideOfDecoder(name, feature).columns.length;
  if (!isFixedDType(element.dtype)) return 0;
  if (how.form === 'tensor') return how.anyRows ? 0 : 1;
  return how.form === 'fixed' || (how.form === 'padded' && how.length !== undefined && !list)
    ? 1
    : 0;
}
