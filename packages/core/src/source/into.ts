/** Buffers that were looked at and found to be of a kind that can be filled. */
const accepted = new WeakSet<ArrayBufferLike>();

interface MaybeResizable {
  readonly resizable?: boolean;
  readonly growable?: boolean;
}

/**
 * Whether threads may write to the array directly (its memory cannot be taken from under them), after
 * refusing memory that can shrink or move: resizable, growable and WebAssembly buffers.
 *
 * @throws TypeError for those.
 */
export function checkInto(into: ArrayBufferView): boolean {
  if (!ArrayBuffer.isView(into)) {
    throw new TypeError(`Expected \`into\` to be a typed array but received ${typeof into}`);
  }
  const buffer = into.buffer;
  const shared = !(buffer instanceof ArrayBuffer);
  if (accepted.has(buffer)) return shared;
  const { resizable, growable } = buffer as MaybeResizable;
  if (resizable || growable)
    throw new TypeError('Expected `into` on a buffer of fixed size but received a resizable one');
  if (isWebAssemblyMemory(buffer)) {
    throw new TypeError("Expected `into` on a buffer of its own but received WebAssembly's memory");
  }
  accepted.add(buffer);
  return shared;
}

const wasmPage = 65_536;

/**
 * WebAssembly's memory is whole pages. Its shared kind is frozen; its other kind cannot be transferred,
 * which can be asked without transferring anything: a list with the same buffer twice is refused as a
 * duplicate, but only after the buffer was found to be transferable.
 */
function isWebAssemblyMemory(buffer: ArrayBufferLike): boolean {
  if (buffer.byteLength === 0 || buffer.byteLength % wasmPage !== 0) return false;
  if (!(buffer instanceof ArrayBuffer)) return Object.isFrozen(buffer);
  try {
    structuredClone(0, { transfer: [buffer, buffer] });
    return true;
  } catch (error) {
    return !(error as Error).message.includes('duplicate');
  }
}
