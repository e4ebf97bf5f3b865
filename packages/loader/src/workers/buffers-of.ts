/** The ArrayBuffers behind a value's arrays, each once; looks into plain objects and arrays. */
export function buffersOf(value: unknown): Set<ArrayBuffer> {
  const buffers = new Set<ArrayBuffer>();
  collect(value, buffers, 0);
  return buffers;
}

function collect(value: unknown, buffers: Set<ArrayBuffer>, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > 8) return;
  if (value instanceof ArrayBuffer) {
    buffers.add(value);
  } else if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) buffers.add(value.buffer);
  } else {
    for (const inner of Array.isArray(value) ? value : Object.values(value)) {
      collect(inner, buffers, depth + 1);
    }
  }
}
