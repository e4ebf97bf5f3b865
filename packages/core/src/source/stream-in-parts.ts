import type { ByteSource } from './byte-source.ts';

const chunkBytes = 1 << 20;

/** The bytes of a source whose slices can be read one by one: 1 MiB at a time, as they are wanted. */
export function streamInParts(source: ByteSource): ReadableStream<Uint8Array> {
  const { size } = source;
  let at = 0;
  const abort = new AbortController();
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        if (at >= size) return controller.close();
        const end = Math.min(at + chunkBytes, size);
        controller.enqueue(await source.slice(at, end).bytes({ signal: abort.signal }));
        at = end;
      },
      cancel: (reason) => abort.abort(reason),
    },
    { highWaterMark: 1 },
  );
}
