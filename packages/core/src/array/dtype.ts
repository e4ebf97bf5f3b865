/** The typed array behind each dtype. float16 has its bits in a Uint16Array, bool is 0 or 1 in a Uint8Array. */
export interface DataOf {
  uint8: Uint8Array;
  int8: Int8Array;
  uint16: Uint16Array;
  int16: Int16Array;
  uint32: Uint32Array;
  int32: Int32Array;
  int64: BigInt64Array;
  float16: Uint16Array;
  float32: Float32Array;
  float64: Float64Array;
  bool: Uint8Array;
  bytes: Uint8Array[];
  string: string[];
}

export type DType = keyof DataOf;
/** dtypes whose elements all have the same width. */
export type FixedDType = Exclude<DType, 'bytes' | 'string'>;

type Constructor<T> = {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): T;
};

const constructors: { readonly [D in FixedDType]: Constructor<DataOf[D]> } = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  int64: BigInt64Array,
  float16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
  bool: Uint8Array,
};

export function isFixedDType(dtype: string): dtype is FixedDType {
  return Object.hasOwn(constructors, dtype);
}

/** Bytes of one element. */
export function itemSize(dtype: FixedDType): number {
  return constructors[dtype].BYTES_PER_ELEMENT;
}

/** A typed array of the dtype over `length` elements of `buffer`. */
export function viewOf<D extends FixedDType>(
  dtype: D,
  buffer: ArrayBufferLike,
  byteOffset = 0,
  length?: number,
): DataOf[D] {
  return new constructors[dtype](buffer, byteOffset, length);
}
