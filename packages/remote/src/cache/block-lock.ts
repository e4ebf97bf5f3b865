import { open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { threadId } from 'node:worker_threads';

/** A holder shows that it lives by touching the lock so often. */
const beatMs = 1000;
/** One that was not touched for so long is of a holder that is gone, or might as well be. */
const staleMs = 10_000;

/**
 * Says that a block is being fetched, so that ten processes that want it fetch it once. Only that: blocks
 * appear whole or not at all, so two holders at once (a holder that slept for long) cost a second
 * download, never wrong bytes.
 */
export class BlockLock {
  readonly #path: string;
  readonly #beat: NodeJS.Timeout;

  private constructor(path: string) {
    this.#path = path;
    this.#beat = setInterval(() => {
      const now = new Date();
      utimes(path, now, now).catch(() => {}); // taken over: see above
    }, beatMs);
    this.#beat.unref();
  }

  /** 'held' while somebody else who lives holds it, 'impossible' where no file can be made. */
  static async tryTake(path: string): Promise<BlockLock | 'held' | 'impossible'> {
    for (let again = false; ; again = true) {
      try {
        const file = await open(path, 'wx');
        await file.writeFile(`${process.pid} ${hostname()}`);
        await file.close();
        return new BlockLock(path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return 'impossible';
        if (again || !(await isStale(path))) return 'held';
        // By renaming, only one of those who found it stale removes it.
        const aside = `${path}.${process.pid}.${threadId}`;
        await rename(path, aside).then(
          () => rm(aside, { force: true }),
          () => {},
        );
      }
    }
  }

  async release(): Promise<void> {
    clearInterval(this.#beat);
    await rm(this.#path, { force: true }).catch(() => {});
  }
}

async function isStale(path: string): Promise<boolean> {
  try {
    const [{ mtimeMs }, text] = await Promise.all([stat(path), readFile(path, 'utf8')]);
    if (Date.now() - mtimeMs > staleMs) return true;
    const [pid, host] = text.split(' ');
    return host === hostname() && !lives(Number(pid));
  } catch {
    return false; // it has just been released
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
