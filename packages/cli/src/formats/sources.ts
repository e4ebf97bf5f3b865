import type { ByteInput, ByteSource } from '@dareblopy/core';
import { openFile } from '@dareblopy/core';

/** How a source is called in messages: its path, or its own name. */
export function labelOf(source: ByteInput): string {
  return typeof source === 'string' ? source : (source as ByteSource).name;
}

/** Bytes of a file, or of what is read by ranges. */
export async function sizeOfFile(source: ByteInput): Promise<number> {
  if (typeof source !== 'string') return (source as ByteSource).size;
  const file = await openFile(source);
  const { size } = file;
  await file.close();
  return size;
}
