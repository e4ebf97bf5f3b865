import type { ByteInput, ByteSource } from '@dareblopy/core';

/** How a source is called in messages: its path, or its own name. */
export function labelOf(source: ByteInput): string {
  return typeof source === 'string' ? source : (source as ByteSource).name;
}
