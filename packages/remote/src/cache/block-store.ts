import { randomUUID } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, rename, rm, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32c, decodeHeader, encodeBlock, headerBytes, pageBytes } from './block-file.ts';

/** Files that are kept open for the next read of the same block. */
const mostOpen = 64;
/** How exactly "least recently used" is known. */
const touchMs = 30_000;

interface OpenBlock {
  readonly file: FileHandle;
  readonly pages: Uint32Array;
  touchedMs: number;
  readers: number;
  dropped: boolean;
}

/** Reads and writes the blocks of a cache's folder; each is checked as far as it is read. */
export class BlockStore {
  readonly #open = new Map<string, Promise<OpenBlock | undefined>>();
  readonly #temporary: string;

  constructor(temporary: string) {
    this.#temporary = temporary;
  }

  /** Bytes `begin` to `end` of a block of `length` bytes; undefined when it is not there, or damaged. */
  async read(
    path: string,
    key: string,
    length: number,
    begin: number,
    end: number,
  ): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const block = await this.#use(path, key, length);
    if (block === undefined) return undefined;
    try {
      const firstPage = Math.floor(begin / pageBytes);
      const from = firstPage * pageBytes;
      const to = Math.min(Math.ceil(end / pageBytes) * pageBytes, length);
      const bytes = new Uint8Array(Buffer.allocUnsafeSlow(to - from).buffer);
      const { bytesRead } = await block.file.read(bytes, 0, to - from, headerBytes(length) + from);
      if (bytesRead !== to - from || !pagesMatch(bytes, block.pages.subarray(firstPage))) {
        await this.#discard(path);
        return undefined;
      }
      return bytes.subarray(begin - from, end - from);
    } catch {
      await this.#discard(path);
      return undefined;
    } finally {
      block.readers--;
      closeWhenUnused(block);
    }
  }

  /** Appears under its name whole, or not at all. False where the disk does not take it. */
  async write(path: string, key: string, bytes: Uint8Array): Promise<boolean> {
    const half = `${this.#temporary}/${randomUUID()}`;
    try {
      await mkdir(dirname(path), { recursive: true });
      const file = await open(half, 'wx');
      try {
        await file.writev(encodeBlock(key, bytes));
      } finally {
        await file.close();
      }
      await rename(half, path);
      return true;
    } catch {
      await rm(half, { force: true }).catch(() => {});
      return false;
    }
  }

  async #use(path: string, key: string, length: number): Promise<OpenBlock | undefined> {
    let opening = this.#open.get(path);
    if (opening === undefined) opening = openBlock(path, key, length);
    else this.#open.delete(path); // goes to the end: least recently used first
    this.#open.set(path, opening);
    const block = await opening;
    if (block === undefined || block.dropped) {
      if (this.#open.get(path) === opening) this.#open.delete(path);
      return undefined;
    }
    block.readers++;
    if (Date.now() - block.touchedMs > touchMs) {
      block.touchedMs = Date.now();
      utimes(path, new Date(), new Date()).catch(() => {}); // removed meanwhile: this file stays readable
    }
    for (const [other, old] of this.#open) {
      if (this.#open.size <= mostOpen) break;
      this.#open.delete(other);
      void old.then(drop);
    }
    return block;
  }

  async #discard(path: string): Promise<void> {
    const opening = this.#open.get(path);
    this.#open.delete(path);
    void opening?.then(drop);
    await rm(path, { force: true }).catch(() => {});
  }

  /** Closes the files. */
  close(): void {
    for (const opening of this.#open.values()) void opening.then(drop);
    this.#open.clear();
  }
}

async function openBlock(
  path: string,
  key: string,
  length: number,
): Promise<OpenBlock | undefined> {
  const file = await open(path, 'r').catch(() => undefined);
  if (file === undefined) return undefined;
  const header = Buffer.alloc(headerBytes(length));
  const { bytesRead } = await file
    .read(header, 0, header.length, 0)
    .catch(() => ({ bytesRead: 0 }));
  const pages = bytesRead === header.length ? decodeHeader(key, header, length) : undefined;
  if (pages !== undefined) return { file, pages, touchedMs: 0, readers: 0, dropped: false };
  await file.close();
  await rm(path, { force: true }).catch(() => {});
  return undefined;
}

function drop(block: OpenBlock | undefined): void {
  if (block === undefined || block.dropped) return;
  block.dropped = true;
  closeWhenUnused(block);
}

function closeWhenUnused(block: OpenBlock): void {
  if (block.dropped && block.readers === 0) void block.file.close().catch(() => {});
}

function pagesMatch(bytes: Uint8Array, expected: Uint32Array): boolean {
  for (let page = 0; page * pageBytes < bytes.length; page++) {
    const part = bytes.subarray(page * pageBytes, (page + 1) * pageBytes);
    if (crc32c(part) !== expected[page]) return false;
  }
  return true;
}
