import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InferenceSession } from 'onnxruntime-node';

export const models = fileURLToPath(new URL('../../../testdata/onnx/', import.meta.url));

/** A session on one thread, so that its sums have one order. */
export function openSession(
  name: 'classifier' | 'echo' | 'fixed' | 'half',
): Promise<InferenceSession> {
  const bytes = readFileSync(`${models}${name}.onnx`);
  return InferenceSession.create(bytes, { intraOpNumThreads: 1 });
}
