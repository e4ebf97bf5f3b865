import type { FixedDType } from '../array/dtype.ts';
import { isFixedDType, itemSize } from '../array/dtype.ts';
import type { NDArray } from '../array/nd-array.ts';
import { arrayOver, elementCount } from '../array/nd-array.ts';
import { DareblopyError } from '../error.ts';
import type { ByteInput } from '../source/byte-source.ts';
import { readMany } from './read.ts';

export interface ReadArrayOptions<D extends FixedDType> {
  readonly dtype: D;
  /** One extent may be -1: it is inferred from the size. */
  readonly shape: readonly number[];
  /** Byte order of the source; the result is in the machine's. Default 'little'. */
  readonly endian?: 'little' | 'big';
  readonly signal?: AbortSignal;
}

/**
 * Reads a source as one array.
 *
 * @throws DareblopyError SHAPE_MISMATCH when the bytes do not divide into the shape, and what reading
 *   throws; TypeError or RangeError for a dtype or shape that cannot be.
 */
export async function readArray<D extends FixedDType>(
  source: ByteInput,
  { dtype, shape, endian = 'little', signal }: ReadArrayOptions<D>,
): Promise<NDArray<D>> {
  if (!isFixedDType(dtype))
    throw new TypeError(`Expected a dtype of fixed width but received ${String(dtype)}`);
  checkShape(shape);
  const [bytes] = await readMany([source], signal === undefined ? {} : { signal });
  const data = bytes as Uint8Array<ArrayBuffer>;
  const whole = inferShape(
    shape,
    data.byteLength,
    itemSize(dtype),
    typeof source === 'string' ? source : undefined,
  );
  if (endian === 'big') swapInPlace(data, itemSize(dtype));
  return arrayOver(dtype, whole, data.buffer, data.byteOffset);
}

function checkShape(shape: readonly number[]): void {
  const inferred = shape.filter((extent) => extent === -1).length;
  if (inferred > 1)
    throw new RangeError(`Expected at most one extent of -1 but received [${shape.join(', ')}]`);
  if (shape.some((extent) => !Number.isSafeInteger(extent) || extent < -1)) {
    throw new RangeError(
      `Expected extents that are whole numbers but received [${shape.join(', ')}]`,
    );
  }
}

function inferShape(
  shape: readonly number[],
  byteLength: number,
  size: number,
  path?: string,
): number[] {
  const known = elementCount(shape.filter((extent) => extent !== -1)) * size;
  const extent = known === 0 ? 0 : byteLength / known;
  const fits = shape.includes(-1)
    ? Number.isInteger(extent) && (known > 0 || byteLength === 0)
    : known === byteLength;
  if (!fits) {
    throw new DareblopyError(
      'SHAPE_MISMATCH',
      `${byteLength} bytes do not divide into shape [${shape.join(', ')}]`,
      {
        ...(path === undefined ? {} : { path }),
        expected: known,
        actual: byteLength,
      },
    );
  }
  return shape.map((given) => (given === -1 ? extent : given));
}

function swapInPlace(bytes: Uint8Array, size: number): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (size === 2) buffer.swap16();
  else if (size === 4) buffer.swap32();
  else if (size === 8) buffer.swap64();
}
