import type { DType, NDArray } from '@dareblopy/core';
import type { Element, Feature, Ragged } from './feature.ts';
import type { DefaultValue, NarrowDType } from './features.ts';
import { checkShape } from './features.ts';

/** dtypes of tensors that are read. */
export type TensorDType = DType | 'bfloat16' | 'uint64' | 'complex64' | 'complex128';

/** What a tensor's dtype is in the batch, where it is not the same. */
interface BatchDTypes {
  readonly bfloat16: 'float32';
  readonly uint64: 'int64';
  readonly complex64: 'float32';
  readonly complex128: 'float64';
}
type InBatch<D extends TensorDType, A extends DType> = [A] extends [never]
  ? D extends keyof BatchDTypes
    ? BatchDTypes[D]
    : D & DType
  : A;

const batchDTypes: BatchDTypes = {
  bfloat16: 'float32',
  uint64: 'int64',
  complex64: 'float32',
  complex128: 'float64',
};
const dtypes: readonly TensorDType[] = [
  ...(['uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'int64'] as const),
  ...(['float16', 'float32', 'float64', 'bool', 'bytes', 'string'] as const),
  ...(['bfloat16', 'uint64', 'complex64', 'complex128'] as const),
];

export interface SerializedTensorOptions<
  A extends DType = DType,
  S extends 'int32' | 'int64' = 'int32',
> {
  /** What stands where the key is absent. Without it an absent key is FEATURE_MISSING. */
  readonly default?: DefaultValue;
  /** For int64 and uint64: the dtype in the batch; NUMBER_OUT_OF_RANGE for a value that does not fit. */
  readonly as?: A;
  /** Byte order of `tensor_content`: that of the machine that wrote it. Default 'little'. */
  readonly endian?: 'little' | 'big';
  /** dtype of the row splits where the number of rows is -1. Default 'int32'. */
  readonly rowSplits?: S;
}

type TensorBatch<
  Shape extends readonly number[],
  D extends DType,
  S extends 'int32' | 'int64',
> = Shape extends readonly [-1, ...number[]]
  ? Feature<Ragged<D, S>, NDArray<D>>
  : Feature<NDArray<D>>;

/**
 * A tensor that tf.io.serialize_tensor wrote into a bytes feature: what tf.io.parse_tensor reads. In the
 * batch [n, ...shape].
 *
 * The dtype must be the tensor's (FEATURE_WRONG_KIND), and so must the shape (SHAPE_MISMATCH), but for a
 * first dimension of -1, which is any number of rows: those of the batch are `values` [rows, ...rest] with
 * `rowSplits`, as of {@link ragged}; an absent key is an empty row.
 *
 * 'bfloat16' is float32 in the batch, exactly. 'uint64' is int64; a value beyond it is
 * NUMBER_OUT_OF_RANGE. 'complex64' and 'complex128' have a last dimension of 2 more: real and imaginary
 * parts. 'float16' has its bits, as everywhere; 'string' is checked to be UTF-8, 'bytes' is not.
 *
 * Values may lie in `tensor_content` or in the typed fields of a TensorProto
 * (tensorflow/core/framework/tensor.proto), where a last value that repeats is left out.
 *
 * @throws RangeError for a partial shape beyond that, TypeError for another dtype.
 */
export function serializedTensor<
  const Shape extends readonly number[],
  D extends TensorDType,
  A extends NarrowDType = never,
  S extends 'int32' | 'int64' = 'int32',
>(
  shape: Shape,
  dtype: D,
  options: SerializedTensorOptions<A, S> = {},
): TensorBatch<Shape, InBatch<D, A>, S> {
  const anyRows = shape[0] === -1;
  const known = checkShape(anyRows ? [1, ...shape.slice(1)] : shape);
  const feature: Feature = {
    element: elementOf(dtype, options),
    how: {
      form: 'tensor',
      tensor: dtype === 'bytes' ? 'string' : dtype,
      shape: dtype.startsWith('complex') ? [...known, 2] : known,
      anyRows,
      splits: options.rowSplits ?? 'int32',
      default: options.default,
    },
  };
  if (anyRows && options.default !== undefined) {
    throw new TypeError('Expected no `default` for any number of rows: an absent key has none');
  }
  return feature as TensorBatch<Shape, InBatch<D, A>, S>;
}

function elementOf(
  dtype: TensorDType,
  { as, endian }: Pick<SerializedTensorOptions, 'as' | 'endian'>,
): Element {
  if (!dtypes.includes(dtype)) {
    throw new TypeError(`Expected a dtype of a tensor but received ${String(dtype)}`);
  }
  if (as !== undefined && dtype !== 'int64' && dtype !== 'uint64') {
    throw new TypeError(`Expected \`as\` only for int64 and uint64 but received it for ${dtype}`);
  }
  return {
    source: 'bytes',
    dtype: as ?? (dtype in batchDTypes ? batchDTypes[dtype as keyof BatchDTypes] : dtype),
    raw: dtype !== 'bytes' && dtype !== 'string',
    bigEndian: endian === 'big',
  };
}
