import { withSignal } from '@dareblopy/core/extend';
import { trackPending } from '@dareblopy/core/internal';
import type { SourceSetHandle } from '@dareblopy/native';
import { native } from '@dareblopy/native';

const chunkBytes = 256 * 1024;

/** An entry as a web stream: read and inflated on the pool, one chunk ahead of the consumer. */
export function streamEntry(set: SourceSetHandle, index: number): ReadableStream<Uint8Array> {
  const stream = native.zipStream(set, index);
  const abort = new AbortController();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = await withSignal(abort.signal, (cancel) =>
          trackPending([set], native.zipStreamRead(stream, chunkBytes, cancel)),
        );
        if (chunk.byteLength > 0) controller.enqueue(chunk);
        else controller.close();
      },
      cancel: (reason) => abort.abort(reason),
    },
    { highWaterMark: 1 },
  );
}
