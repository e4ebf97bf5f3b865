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
  try {
    return structuredClone(buffer, { transfer: [buffer] });
  } catch {
    return undefined; // detached already, or made untransferable by whoever keeps it
  }
}
