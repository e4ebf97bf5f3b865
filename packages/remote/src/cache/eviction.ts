import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Half-written files older than this are of processes that were killed. */
const orphanMs = 10 * 60_000;

interface Found {
  readonly path: string;
  readonly bytes: number;
  readonly usedMs: number;
}

/**
 * Keeps a cache's folder below its bound: looks at all of it each time this process has added a 32nd of
 * the bound, and removes what was used least recently until an eighth is free. So one process, or four,
 * never go above it; each further one may by a 32nd.
 */
export class Eviction {
  readonly #blocks: string;
  readonly #temporary: string;
  readonly #maxBytes: number;
  #added = Number.POSITIVE_INFINITY; // what others left is not known yet
  #running: Promise<void> | undefined;

  constructor(folders: { blocks: string; temporary: string }, maxBytes: number) {
    this.#blocks = folders.blocks;
    this.#temporary = folders.temporary;
    this.#maxBytes = maxBytes;
  }

  /** Tells of bytes that are about to be written; waits while others are removed. */
  async makeRoom(bytes: number): Promise<void> {
    this.#added += bytes;
    if (this.#added > this.#maxBytes / 32) {
      this.#running ??= this.#run(bytes).finally(() => {
        this.#running = undefined;
      });
    }
    await this.#running;
  }

  async #run(bytes: number): Promise<void> {
    this.#added = 0;
    await removeOrphans(this.#temporary);
    const found = await listBlocks(this.#blocks);
    let total = found.reduce((sum, block) => sum + block.bytes, bytes);
    if (total <= this.#maxBytes * (31 / 32)) return;
    found.sort((a, b) => a.usedMs - b.usedMs);
    for (const { path, bytes: size } of found) {
      if (total <= this.#maxBytes * (7 / 8)) break;
      await rm(path, { force: true }).catch(() => {});
      total -= size;
    }
  }
}

async function listBlocks(folder: string): Promise<Found[]> {
  const objects = await readdir(folder).catch(() => []);
  const lists = await Promise.all(
    objects.map(async (object) => {
      const names = await readdir(join(folder, object)).catch(() => []);
      const blocks = names.filter((name) => name.endsWith('.block'));
      return Promise.all(blocks.map((name) => look(join(folder, object, name))));
    }),
  );
  return lists.flat().filter((found) => found !== undefined);
}

async function look(path: string): Promise<Found | undefined> {
  const found = await stat(path).catch(() => undefined); // somebody else removed it
  return found && { path, bytes: found.size, usedMs: found.mtimeMs };
}

async function removeOrphans(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > orphanMs)
      await rm(path, { force: true }).catch(() => {});
  }
}
