import type { ByteInput, Decoder, DType, NDArray } from '@dareblopy/core';
import { isDecoder } from '@dareblopy/core';
import type { Element, Feature, Partition, Ragged, Sparse } from './feature.ts';

/** dtypes that int64 values can be narrowed to, each value checked. */
export type NarrowDType =
  | 'int8'
  | 'int16'
  | 'int32'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'bool'
  | 'float32'
  | 'float64';

/** The dtype in the batch: as asked, or as it is. */
type Narrowed<D extends DType, A extends DType> = [A] extends [never] ? D : A;

/** A default: one value for all elements, or as many as the shape holds. */
export type DefaultValue =
  | number
  | bigint
  | boolean
  | string
  | Uint8Array
  | ArrayLike<number | bigint | boolean | string | Uint8Array>;

export interface FixedLenOptions<A extends DType = DType> {
  /** What stands where the key is absent. Without it an absent key is FEATURE_MISSING. */
  readonly default?: DefaultValue;
  /** For dtype 'int64': the dtype in the batch; NUMBER_OUT_OF_RANGE for a value that does not fit. */
  readonly as?: A;
  /** Byte order of raw numbers in a BytesList. Default 'little'. */
  readonly endian?: 'little' | 'big';
}

/** The element for a dtype: what list it is read from, and what it becomes. */
function elementOf(dtype: DType, as?: DType, endian?: 'little' | 'big'): Element {
  const bigEndian = endian === 'big';
  if (as !== undefined && dtype !== 'int64') {
    throw new TypeError(`Expected \`as\` only for dtype int64 but received it for ${dtype}`);
  }
  switch (dtype) {
    case 'int64':
      return { source: 'int64', dtype: as ?? 'int64', raw: false, bigEndian };
    case 'float32':
      return { source: 'float32', dtype, raw: false, bigEndian };
    case 'bytes':
    case 'string':
      return { source: 'bytes', dtype, raw: false, bigEndian };
    default:
      return { source: 'bytes', dtype, raw: true, bigEndian };
  }
}

/** A copy. RangeError for a dimension that is not known. */
export function checkShape(shape: readonly number[]): readonly number[] {
  for (const extent of shape) {
    if (!Number.isSafeInteger(extent) || extent < 0) {
      throw new RangeError(
        `Expected a shape that is fully known but received [${shape.map(String).join(', ')}]`,
      );
    }
  }
  return [...shape];
}

/**
 * As many values as `shape` holds, in every record: tf.io.FixedLenFeature. In the batch [n, ...shape].
 *
 * int64 and float32 are read from lists of theirs, 'bytes' and 'string' from a BytesList. Any other dtype
 * ('uint8', 'int16', 'float64', ...) is the bytes of a BytesList's single value, landed in an array of
 * known shape: 'uint8' is the original's zero-cost alias.
 *
 * @throws RangeError for a partial shape.
 */
export function fixedLen<D extends DType, A extends NarrowDType = never>(
  shape: readonly number[],
  dtype: D,
  options: FixedLenOptions<A> = {},
): Feature<NDArray<Narrowed<D, A>>> {
  return {
    element: elementOf(dtype, options.as, options.endian),
    how: { form: 'fixed', shape: checkShape(shape), default: options.default },
  };
}

export interface RaggedOptions<S extends 'int32' | 'int64', A extends NarrowDType = never> {
  /** Rows of rows, the outermost first. */
  readonly partitions?: readonly Partition[];
  /** dtype of the row splits. Default 'int32'. */
  readonly rowSplits?: S;
  readonly as?: A;
}

/** Any number of values: tf.io.RaggedFeature (and VarLenFeature). An absent key is an empty row. */
export function ragged<
  D extends 'int64' | 'float32' | 'bytes' | 'string',
  S extends 'int32' | 'int64' = 'int32',
  A extends NarrowDType = never,
>(
  dtype: D,
  options: RaggedOptions<S, A> = {},
): Feature<Ragged<Narrowed<D, A>, S>, NDArray<Narrowed<D, A>> | Ragged<Narrowed<D, A>, S>> {
  return {
    element: elementOf(dtype, options.as),
    how: {
      form: 'ragged',
      partitions: options.partitions ?? [],
      splits: options.rowSplits ?? 'int32',
    },
  };
}

export interface PaddedOptions<A extends NarrowDType = never> {
  /** To this many steps. Default: as many as the batch's longest row has. */
  readonly length?: number;
  /** What fills up. Default 0, or nothing for bytes and strings. */
  readonly value?: number | bigint | boolean | string | Uint8Array;
  /** Shape of one step. Default []: one value. */
  readonly shape?: readonly number[];
  /** Cut rows longer than `length` instead of refusing them (FEATURE_WRONG_LENGTH). */
  readonly truncate?: boolean;
  /** In a SequenceExample: an absent list is empty rather than FEATURE_MISSING. Default true for features. */
  readonly allowMissing?: boolean;
  readonly as?: A;
}

/**
 * Any number of steps, filled up: tf.io.FixedLenSequenceFeature. In the batch [n, length, ...shape].
 */
export function padded<
  D extends 'int64' | 'float32' | 'bytes' | 'string',
  A extends NarrowDType = never,
>(dtype: D, options: PaddedOptions<A> = {}): Feature<NDArray<Narrowed<D, A>>> {
  const { length, value, shape = [], truncate = false, allowMissing = false } = options;
  if (length !== undefined) checkShape([length]);
  return {
    element: elementOf(dtype, options.as),
    how: { form: 'padded', shape: checkShape(shape), length, value, truncate, allowMissing },
  };
}

export interface SparseOptions<
  D extends 'int64' | 'float32' | 'bytes' | 'string',
  A extends NarrowDType = never,
> {
  /** The key, or keys, of the indices: one a dimension. */
  readonly index: string | readonly string[];
  /** The key of the values. */
  readonly value: string;
  /** The size of each dimension: indices are checked against it. */
  readonly size: number | readonly number[];
  readonly dtype: D;
  /** Take the values in the order they are in instead of sorting them by index. */
  readonly alreadySorted?: boolean;
  readonly as?: A;
}

/** Values with their indices: tf.io.SparseFeature. */
export function sparse<
  D extends 'int64' | 'float32' | 'bytes' | 'string',
  A extends NarrowDType = never,
>(options: SparseOptions<D, A>): Feature<Sparse<Narrowed<D, A>>> {
  const index = typeof options.index === 'string' ? [options.index] : [...options.index];
  const size = typeof options.size === 'number' ? [options.size] : [...options.size];
  if (index.length === 0 || index.length !== size.length) {
    throw new RangeError(
      `Expected one \`size\` an \`index\` but received ${size.length} and ${index.length}`,
    );
  }
  checkShape(size);
  return {
    element: elementOf(options.dtype, options.as),
    how: {
      form: 'sparse',
      index,
      value: options.value,
      size,
      alreadySorted: options.alreadySorted ?? false,
    },
  };
}

/** The feature read from another key than its name in the batch. A Decoder takes the single value's bytes. */
export function key<B, R>(name: string, feature: Feature<B, R>): Feature<B, R>;
export function key<B>(name: string, decoder: Decoder<ByteInput, B>): Feature<B>;
export function key(name: string, feature: Feature | Decoder<ByteInput, unknown>): Feature {
  return { ...asFeature(feature), key: name };
}

/** A Decoder as the feature that it is. */
export function asFeature(feature: Feature | Decoder<ByteInput, unknown>): Feature {
  if ('how' in feature) return feature;
  if (!isDecoder(feature)) {
    throw new TypeError(
      'Expected a feature (fixedLen, ragged, padded, sparse, serializedTensor) or a Decoder',
    );
  }
  return { element: elementOf('bytes'), how: { form: 'decoder', decoder: feature } };
}
