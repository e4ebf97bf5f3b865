import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { WORKER_PROGRAM } from './worker-program.ts';

/** What a worker is sent. */
export interface WorkerTask {
  readonly batch: unknown;
  readonly context: unknown;
  /** Buffers of the batch: they are moved to the worker. */
  readonly inputs: readonly ArrayBuffer[];
}

/** What a worker made of a batch. */
export interface WorkerAnswer {
  readonly result: unknown;
  /** Buffers of the batch that the result does not use. */
  readonly returned: readonly ArrayBuffer[];
  /** From when the worker was sent the task; the first has to wait until the worker is up. */
  readonly milliseconds: number;
}

interface Waiting {
  readonly task: WorkerTask;
  sent: number;
  readonly resolve: (answer: WorkerAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** A thread and the one task it has: when it dies, it is known over what. */
interface Member {
  readonly worker: Worker;
  current: Waiting | undefined;
}

/** Up to `size` worker threads that run one module's function; started when they are needed. */
export class Crew {
  readonly #module: string;
  readonly #size: number;
  readonly #members = new Set<Member>();
  readonly #queue: Waiting[] = [];

  constructor(module: URL | string, size: number) {
    if (typeof module === 'string' && !isAbsolute(module) && !/^(file|data):/.test(module)) {
      throw new TypeError(
        "Expected a URL or an absolute path for module (new URL('./map.mjs', import.meta.url)) " +
          `but received '${module}'`,
      );
    }
    const isPath = typeof module === 'string' && isAbsolute(module);
    this.#module = isPath ? pathToFileURL(module).href : String(module);
    this.#size = size;
  }

  /** Tasks begin in the order in which they come. */
  run(task: WorkerTask): Promise<WorkerAnswer> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, sent: 0, resolve, reject });
      this.#assign();
    });
  }

  /** Drops what waits, and ends threads that are at work: nothing else stops a function. */
  async stopWork(): Promise<void> {
    this.#queue.length = 0;
    await this.#end([...this.#members].filter((member) => member.current));
  }

  /** Ends all threads. */
  async close(): Promise<void> {
    this.#queue.length = 0;
    await this.#end([...this.#members]);
  }

  async #end(members: readonly Member[]): Promise<void> {
    for (const member of members) {
      this.#members.delete(member);
      member.worker.ref(); // whoever waits for its end keeps the process alive until then
    }
    await Promise.all(members.map((member) => member.worker.terminate()));
  }

  #assign(): void {
    while (this.#queue.length > 0) {
      let idle = [...this.#members].find((member) => !member.current);
      if (!idle && this.#members.size < this.#size) idle = this.#hire();
      if (!idle) return;
      this.#send(idle, this.#queue.shift()!);
    }
  }

  #send(member: Member, waiting: Waiting): void {
    member.current = waiting;
    waiting.sent = performance.now();
    member.worker.ref(); // an awaited batch keeps the process alive, an idle worker does not
    try {
      member.worker.postMessage(waiting.task, waiting.task.inputs);
    } catch (error) {
      this.#release(member)?.reject(error); // something that cannot be cloned
    }
  }

  #hire(): Member {
    const workerData = { module: this.#module };
    const worker = new Worker(WORKER_PROGRAM, { eval: true, workerData });
    const member: Member = { worker, current: undefined };
    this.#members.add(member);
    worker.on('message', ({ error, result, returned }) => {
      const waiting = this.#release(member);
      if (error !== undefined) waiting?.reject(error);
      else waiting?.resolve({ result, returned, milliseconds: performance.now() - waiting.sent });
      this.#assign();
    });
    const fail = (error: unknown): void => {
      this.#members.delete(member);
      this.#release(member)?.reject(error);
      this.#assign();
    };
    worker.on('error', fail);
    worker.on('messageerror', fail);
    worker.on('exit', (code) => fail(new Error(`The worker ended with exit code ${code}`)));
    return member;
  }

  #release(member: Member): Waiting | undefined {
    const waiting = member.current;
    member.current = undefined;
    if (this.#members.has(member)) member.worker.unref();
    return waiting;
  }
}
