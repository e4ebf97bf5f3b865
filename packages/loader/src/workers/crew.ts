import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { WORKER_PROGRAM } from './worker-program.ts';

/** What a worker made of a batch. */
export interface WorkerAnswer {
  readonly result: unknown;
  /** Buffers of the batch that the result does not use. */
  readonly returned: readonly ArrayBuffer[];
  readonly milliseconds: number;
}

/** What a worker is sent. */
export interface WorkerTask {
  readonly batch: unknown;
  readonly context: unknown;
  readonly inputs: readonly ArrayBuffer[];
}

interface Pending {
  readonly resolve: (answer: WorkerAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** One thread; any number of tasks may wait for it. */
class Member {
  readonly worker: Worker;
  readonly pending = new Map<number, Pending>();
  #nextId = 0;

  constructor(module: string, onEnd: (member: Member) => void) {
    this.worker = new Worker(WORKER_PROGRAM, { eval: true, workerData: { module } });
    this.worker.unref();
    this.worker.on('message', ({ id, error, ...answer }) => {
      const pending = this.pending.get(id);
      this.#settle(id);
      if (error === undefined) pending?.resolve(answer);
      else pending?.reject(error);
    });
    this.worker.on('error', (error) => this.#fail(error, onEnd));
    this.worker.on('messageerror', (error) => this.#fail(error, onEnd));
    this.worker.on('exit', (code) => {
      this.#fail(new Error(`The worker ended with exit code ${code}`), onEnd);
    });
  }

  run(task: WorkerTask): Promise<WorkerAnswer> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.worker.ref(); // an awaited batch keeps the process alive
      try {
        this.worker.postMessage({ id, ...task }, task.inputs);
      } catch (error) {
        this.#settle(id);
        reject(error);
      }
    });
  }

  #settle(id: number): void {
    this.pending.delete(id);
    if (this.pending.size === 0) this.worker.unref();
  }

  #fail(error: unknown, onEnd: (member: Member) => void): void {
    onEnd(this);
    const pending = [...this.pending.values()];
    this.pending.clear();
    for (const { reject } of pending) reject(error);
  }
}

/** Up to `size` worker threads that run one module's function; started when they are needed. */
export class Crew {
  readonly #module: string;
  readonly #size: number;
  readonly #members = new Set<Member>();

  constructor(module: URL | string, size: number) {
    if (typeof module === 'string' && !isAbsolute(module) && !/^(file|data):/.test(module)) {
      throw new TypeError(
        `Expected a URL or an absolute path for module (new URL('./map.mjs', import.meta.url)) ` +
          `but received '${module}'`,
      );
    }
    this.#module =
      typeof module === 'string' && isAbsolute(module)
        ? pathToFileURL(module).href
        : String(module);
    this.#size = size;
  }

  /** Runs the task on the worker with the least to do. */
  run(task: WorkerTask): Promise<WorkerAnswer> {
    let member = [...this.#members].sort((a, b) => a.pending.size - b.pending.size)[0];
    if (!member || (member.pending.size > 0 && this.#members.size < this.#size)) {
      member = new Member(this.#module, (ended) => this.#members.delete(ended));
      this.#members.add(member);
    }
    return member.run(task);
  }

  /** Ends the threads that have something to do: nothing else stops a function that runs. */
  async stopBusy(): Promise<void> {
    const busy = [...this.#members].filter((member) => member.pending.size > 0);
    for (const member of busy) this.#members.delete(member);
    await Promise.all(busy.map((member) => member.worker.terminate()));
  }

  /** Ends all threads. */
  async close(): Promise<void> {
    const members = [...this.#members];
    this.#members.clear();
    await Promise.all(members.map((member) => member.worker.terminate()));
  }
}
