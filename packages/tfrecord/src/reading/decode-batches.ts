import type { NativeDecoderSide } from '@dareblopy/core/extend';
import { arrayOver, nativeDecoder, withSignal } from '@dareblopy/core/extend';
import type { DecodedBlocks } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import type { Parser } from '../parsing/parser.ts';
import type { Run } from './run.ts';

/**
 * Records parsed from where they lie in native memory to batches of `batchSize`, the last of which may
 * be short: one crossing for all of them. Iterating throws at the batch of the first record that fails.
 */
export async function decodeBatches<B>(
  runs: readonly Run[],
  parser: Parser<B, unknown>,
  batchSize: number,
  signal?: AbortSignal,
): Promise<Iterable<B>> {
  const side = parser[nativeDecoder];
  const sets = [...new Set(runs.map(({ set }) => set))];
  const numbers = Float64Array.from(
    runs.flatMap(({ set, begin, end }) => [sets.indexOf(set), begin, end]),
  );
  const decoded = await withSignal(signal, (cancel) =>
    native.decodeBlocks(side.handle, sets, numbers, batchSize, cancel),
  );
  const rows = runs.reduce((count, { begin, end }) => count + end - begin, 0);
  return batchesOf(side, decoded, rows, batchSize);
}

/** Cuts what was decoded in one go into batches, each on memory of its own. */
function* batchesOf<B>(
  { columns, assemble }: NativeDecoderSide<never, B>,
  { columns: buffers, values, failure }: DecodedBlocks,
  rows: number,
  batchSize: number,
): Generator<B> {
  for (let begin = 0, batch = 0; begin < rows; begin += batchSize, batch++) {
    const end = Math.min(begin + batchSize, rows);
    if (failure !== undefined && failure[0] < end) throw failure[1];
    const arrays = columns.map(({ dtype, rowShape, rowBytes }, c) => {
      const all = buffers[c] as ArrayBuffer;
      const own = end - begin === rows ? all : all.slice(begin * rowBytes, end * rowBytes);
      return arrayOver(dtype, [end - begin, ...rowShape], own);
    });
    yield assemble(arrays, values[batch], end - begin);
  }
}
