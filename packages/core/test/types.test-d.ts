import { expectTypeOf, it } from 'vitest';
import type { ByteInput, ByteSource, Decoder, NDArray, RandomAccess } from '../src/index.ts';
import {
  classFolders,
  from,
  groupByStem,
  isDareblopyError,
  openFile,
  openFolder,
  raw,
  readArray,
  readFiles,
  row,
  scalar,
  text,
  zipSources,
} from '../src/index.ts';

it('narrows data by dtype', () => {
  const array = {} as NDArray<'uint8' | 'int64' | 'string'>;
  if (array.dtype === 'int64') expectTypeOf(array.data).toEqualTypeOf<BigInt64Array>();
  if (array.dtype === 'string') expectTypeOf(array.data).toEqualTypeOf<string[]>();
  expectTypeOf<NDArray<'uint8'>>().toExtend<NDArray>();
});

it('infers batches from decoders', async () => {
  expectTypeOf(raw([2], 'float32')).toExtend<Decoder<ByteInput, NDArray<'float32'>>>();
  expectTypeOf(await text().decode(['a'])).toEqualTypeOf<NDArray<'string'>>();
  const part = from((sample: { image: ByteSource }) => sample.image, raw([2], 'int16'));
  expectTypeOf(await part.decode([])).toEqualTypeOf<NDArray<'int16'>>();
  const score = scalar('float64', (sample: { score: number }) => sample.score);
  expectTypeOf(await score.decode([])).toEqualTypeOf<NDArray<'float64'>>();
});

it('keeps the kind of buffer that `into` has', async () => {
  const file = await openFile('x');
  expectTypeOf(await file.bytes()).toEqualTypeOf<Uint8Array<ArrayBuffer>>();
  const shared = new Uint8Array(new SharedArrayBuffer(8));
  expectTypeOf(await file.bytes({ into: shared })).toEqualTypeOf<Uint8Array<SharedArrayBuffer>>();
  expectTypeOf(await readFiles(['a'])).toEqualTypeOf<Uint8Array<ArrayBuffer>[]>();
  expectTypeOf(await readArray('a', { dtype: 'bool', shape: [-1] })).toEqualTypeOf<
    NDArray<'bool'>
  >();
});

it('infers samples from collections', async () => {
  const photos = await openFolder('photos');
  expectTypeOf(photos).toExtend<RandomAccess<ByteSource>>();
  const zipped = zipSources({ photo: photos, label: [1, 2, 3] });
  const sample = await zipped.get(0);
  expectTypeOf(sample.label).toEqualTypeOf<number>();
  expectTypeOf(sample.photo).toExtend<ByteSource>();
  const group = await groupByStem(photos, ['jpg', 'cls']).get(0);
  expectTypeOf(group.cls).toExtend<ByteSource>();
  expectTypeOf(classFolders(photos).labelOf(photos.get(0))).toEqualTypeOf<number>();
});

it('takes rows of batches', () => {
  const batch = {} as { a: NDArray<'uint8'>; b: { c: NDArray<'float32'> } };
  expectTypeOf(row(batch, 0).a).toEqualTypeOf<NDArray<'uint8'>>();
  expectTypeOf(row(batch, 0).b.c).toEqualTypeOf<NDArray<'float32'>>();
});

it('narrows errors by code', () => {
  const error: unknown = undefined;
  if (isDareblopyError(error, 'ZIP_CRC_MISMATCH')) {
    expectTypeOf(error.code).toEqualTypeOf<'ZIP_CRC_MISMATCH'>();
    expectTypeOf(error.offset).toEqualTypeOf<number | undefined>();
  }
});
