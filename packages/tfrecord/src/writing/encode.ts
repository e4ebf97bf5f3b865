import type { NativeValues } from '@dareblopy/native';
import { native } from '@dareblopy/native';

type OneOrMany<T> = T | readonly T[];

/**
 * A feature's value. Inferred: bigint, boolean and BigInt64Array, Int8Array, Int16Array, Int32Array,
 * Uint16Array, Uint32Array are int64; number, Float32Array and Float64Array are float32; string, Uint8Array,
 * Uint8ClampedArray and ArrayBuffer are bytes; so are lists of them. An empty list, or another choice, needs
 * its type: `{ int64: [1, 2] }`, `{ float32: [] }`, `{ bytes: [] }`.
 */
export type FeatureValue =
  | OneOrMany<bigint>
  | OneOrMany<boolean>
  | OneOrMany<number>
  | OneOrMany<string | Uint8Array | Uint8ClampedArray | ArrayBuffer>
  | BigInt64Array
  | BigUint64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint16Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | { readonly int64: OneOrMany<number | bigint | boolean> | ArrayLike<number | bigint> }
  | { readonly float32: OneOrMany<number> | ArrayLike<number> }
  | { readonly bytes: OneOrMany<string | Uint8Array | ArrayBuffer> };

const encoder = new TextEncoder();

function refuseViewWithoutType(key: string, value: unknown): void {
  if (!(value instanceof DataView)) return;
  throw new TypeError(
    `Expected numbers, bigints, booleans, text or bytes for feature \`${key}\` but received a DataView`,
  );
}

function toInt64s(key: string, value: unknown): BigInt64Array {
  if (value instanceof BigInt64Array) return value;
  refuseViewWithoutType(key, value);
  const list = isArrayLike(value) ? value : [value];
  return BigInt64Array.from(Array.from(list as ArrayLike<number | bigint | boolean>), (element) => {
    if (typeof element === 'number' && !Number.isSafeInteger(element)) {
      throw new RangeError(`Expected integers for feature \`${key}\` but received ${element}`);
    }
    const big = BigInt(element);
    if (BigInt.asIntN(64, big) !== big) {
      throw new RangeError(`Expected 64-bit integers for feature \`${key}\` but received ${big}`);
    }
    return big;
  });
}

function toFloat32s(key: string, value: unknown): Float32Array {
  if (value instanceof Float32Array) return value;
  refuseViewWithoutType(key, value);
  return Float32Array.from((isArrayLike(value) ? value : [value]) as ArrayLike<number>);
}

function toBytes(key: string, value: unknown): Uint8Array {
  if (typeof value === 'string') return encoder.encode(value);
  if (value instanceof Uint8Array) return value;
  if (value instanceof Uint8ClampedArray) {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  refuseViewWithoutType(key, value);
  throw new TypeError(`Expected bytes or text for feature \`${key}\` but received ${typeof value}`);
}

function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function isBytes(value: unknown): boolean {
  return (
    value instanceof Uint8Array ||
    value instanceof Uint8ClampedArray ||
    value instanceof ArrayBuffer
  );
}

/** The kind of a list's elements, which must agree. */
function kindOf(key: string, element: unknown): 1 | 2 | 3 {
  if (typeof element === 'bigint' || typeof element === 'boolean') return 3;
  if (typeof element === 'number') return 2;
  if (typeof element === 'string' || isBytes(element)) return 1;
  throw new TypeError(
    `Expected numbers, bigints, booleans, text or bytes for feature \`${key}\` but received ${element === null ? 'null' : typeof element}`,
  );
}

function toNative(key: string, value: FeatureValue): NativeValues {
  if (isBytes(value)) return [1, [toBytes(key, value)]];
  if (value instanceof Float32Array || value instanceof Float64Array)
    return [2, toFloat32s(key, value)];
  refuseViewWithoutType(key, value);
  if (ArrayBuffer.isView(value)) return [3, toInt64s(key, value)];
  if (Array.isArray(value)) return listToNative(key, value);
  if (typeof value === 'object' && value !== null) return typedToNative(key, value as object);
  return listToNative(key, [value]);
}

function listToNative(key: string, list: readonly unknown[]): NativeValues {
  if (list.length === 0) {
    throw new TypeError(
      `Expected a type for the empty feature \`${key}\`: { int64: [] }, { float32: [] } or { bytes: [] }`,
    );
  }
  const kind = kindOf(key, list[0]);
  if (list.some((element) => kindOf(key, element) !== kind)) {
    throw new TypeError(`Expected values of one kind for feature \`${key}\``);
  }
  if (kind === 1) return [1, list.map((element) => toBytes(key, element))];
  return kind === 2 ? [2, toFloat32s(key, list)] : [3, toInt64s(key, list)];
}

function typedToNative(key: string, value: object): NativeValues {
  if ('int64' in value) return [3, toInt64s(key, value.int64)];
  if ('float32' in value) return [2, toFloat32s(key, value.float32)];
  if ('bytes' in value) {
    const { bytes } = value;
    return [1, (Array.isArray(bytes) ? bytes : [bytes]).map((one) => toBytes(key, one))];
  }
  throw new TypeError(
    `Expected { int64 }, { float32 } or { bytes } for feature \`${key}\` but received another object`,
  );
}

type FeatureValues = Readonly<Record<string, FeatureValue>>;

function featuresOf(features: FeatureValues) {
  return Object.entries(features).map(([key, value]) => [key, ...toNative(key, value)] as const);
}

/**
 * A tf.Example, serialised: keys in the order given, numbers packed, so that the same features give the same
 * bytes.
 *
 * @throws TypeError for values that are not one kind of the three, RangeError for integers beyond 64 bits.
 */
export function encodeExample(features: FeatureValues): Uint8Array<ArrayBuffer> {
  return native.encodeExample(featuresOf(features));
}

/** A tf.SequenceExample, serialised. A feature list has one feature value a step. */
export function encodeSequenceExample({
  context = {},
  sequence = {},
}: {
  readonly context?: FeatureValues;
  readonly sequence?: Readonly<Record<string, readonly FeatureValue[]>>;
}): Uint8Array<ArrayBuffer> {
  const lists = Object.entries(sequence).map(
    ([key, steps]) => [key, steps.map((step) => toNative(key, step))] as const,
  );
  return native.encodeSequenceExample(featuresOf(context), lists);
}
