import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openFile, readMany } from '../src/index.ts';

const source = new Uint8Array(65_536).fill(7);

// What ES2023's and Node's types do not know of.
type NewBuffer = new (byteLength: number, options: { maxByteLength: number }) => ArrayBuffer;
const Resizable = ArrayBuffer as unknown as NewBuffer;
const Growable = SharedArrayBuffer as unknown as NewBuffer;
const { Memory } = (
  globalThis as unknown as {
    WebAssembly: { Memory: new (pages: object) => { buffer: ArrayBuffer } };
  }
).WebAssembly;

describe('into', () => {
  it('refuses memory that can shrink or move', async () => {
    const resizable = new Resizable(65_536, { maxByteLength: 1 << 20 });
    const growable = new Growable(65_536, { maxByteLength: 1 << 20 });
    const wasm = new Memory({ initial: 1 }).buffer;
    const sharedWasm = new Memory({ initial: 1, maximum: 2, shared: true }).buffer;
    for (const buffer of [resizable, growable, wasm, sharedWasm]) {
      await expect(
        readMany([source], { into: new Uint8Array(buffer as ArrayBuffer) }),
      ).rejects.toThrow(TypeError);
    }
  });

  it('refuses what is no typed array', async () => {
    await expect(readMany([source], { into: {} as never })).rejects.toThrow(TypeError);
  });

  it('takes ordinary and shared buffers, whole pages too', async () => {
    for (const buffer of [new ArrayBuffer(65_536), new SharedArrayBuffer(65_536)]) {
      const [filled] = await readMany([source], { into: new Uint8Array(buffer as ArrayBuffer) });
      expect(filled?.buffer).toBe(buffer);
      expect(filled?.every((byte) => byte === 7)).toBe(true);
    }
  });

  it('survives a transfer while it is being filled', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dareblopy-into-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'file'), new Uint8Array(1 << 20).fill(7));
    await using file = await openFile(join(folder, 'file'));
    for (let round = 0; round < 50; round++) {
      const into = new Uint8Array(1 << 20);
      const reading = file.slice(0, into.length).bytes({ into });
      const moved = Buffer.from(structuredClone(into.buffer, { transfer: [into.buffer] }));
      const before = Buffer.from(moved);
      await expect(reading).rejects.toThrow(/transferred/);
      expect(moved.equals(before)).toBe(true); // nobody writes to what was moved away
    }
  });
});
