import { native } from '@dareblopy/native';

/**
 * Memory for a column of a batch, zeroed. Large ones lie on huge pages where the system has them: the
 * first touch of fresh memory costs more than decoding into it otherwise.
 */
export function newBatchBuffer(byteLength: number): ArrayBuffer {
  return native.newBuffer(byteLength);
}

/**
 * Moves a buffer's memory to a new ArrayBuffer, so that every array over the old one becomes empty: how
 * a lent batch goes back. Costs microseconds, whatever the size.
 *
 * Answers undefined when the memory is no longer there: somebody transferred the buffer, which counts as
 * keeping it.
 */
export function takeBack(buffer: ArrayBuffer): ArrayBuffer | undefined {
  const { byteLength } = buffer;
  if (byteLength === 0) return undefined;
  // To V8 the memory goes and comes again: with large batches it would take each of them for a reason to
  // collect garbage. So it is told of as much beside it meanwhile.
  native.adjustExternalMemory(byteLength);
  try {
    return structuredClone(buffer, { transfer: [buffer] });
  } catch {
    return undefined; // detached already, or made untransferable by whoever keeps it
  } finally {
    native.adjustExternalMemory(-byteLength);
  }
}
