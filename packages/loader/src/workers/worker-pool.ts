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
export interface WorkerResult {
  readonly result: unknown;
  /** Buffers of the batch that the result does not use. */
  readonly returned: readonly ArrayBuffer[];
  /** From when the worker was sent the task; the first has to wait until the worker is up. */
  readonly milliseconds: number;
}

interface Waiting {
  readonly task: WorkerTask;
  sent: number;
  readonly resolve: (answer: WorkerResult) => void;
  readonly reject: (error: unknown) => void;
}

/** A thread and its current task: when the thread dies, that task fails. */
interface PooledWorker {
  readonly worker: Worker;
  current: Waiting | undefined;
}

/** Up to `size` worker threads that run one module's function; started when they are needed. */
export class WorkerPool {
  readonly #module: string;
  readonly #size: number;
  readonly #workers = new Set<PooledWorker>();
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
  run(task: WorkerTask): Promise<WorkerResult> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, sent: 0, resolve, reject });
      this.#assign();
    });
  }

  /** Drops waiting tasks and ends busy threads: nothing else stops a running function. */
  async stopWork(): Promise<void> {
    this.#queue.length = 0;
    await this.#end([...this.#workers].filter((pooled) => pooled.current));
  }

  /** Ends all threads. */
  async close(): Promise<void> {
    this.#queue.length = 0;
    await this.#end([...this.#workers]);
  }

  async #end(workers: readonly PooledWorker[]): Promise<void> {
    for (const pooled of workers) {
      this.#workers.delete(pooled);
      pooled.worker.ref(); // whoever waits for its end keeps the process alive until then
    }
    await Promise.all(workers.map((pooled) => pooled.worker.terminate()));
  }

  #assign(): void {
    while (this.#queue.length > 0) {
      let idle = [...this.#workers].find((pooled) => !pooled.current);
      if (!idle && this.#workers.size < this.#size) idle = this.#start();
      if (!idle) return;
      this.#send(idle, this.#queue.shift()!);
    }
  }

  #send(pooled: PooledWorker, waiting: Waiting): void {
    pooled.current = waiting;
    waiting.sent = performance.now();
    pooled.worker.ref(); // an awaited batch keeps the process alive, an idle worker does not
    try {
      pooled.worker.postMessage(waiting.task, waiting.task.inputs);
    } catch (error) {
      this.#release(pooled)?.reject(error); // something that cannot be cloned
    }
  }

  #start(): PooledWorker {
    const workerData = { module: this.#module };
    const worker = new Worker(WORKER_PROGRAM, { eval: true, workerData });
    const pooled: PooledWorker = { worker, current: undefined };
    this.#workers.add(pooled);
    worker.on('message', ({ error, result, returned }) => {
      const waiting = this.#release(pooled);
      if (error !== undefined) waiting?.reject(error);
      else waiting?.resolve({ result, returned, milliseconds: performance.now() - waiting.sent });
      this.#assign();
    });
    const fail = (error: unknown): void => {
      this.#workers.delete(pooled);
      this.#release(pooled)?.reject(error);
      this.#assign();
    };
    worker.on('error', fail);
    worker.on('messageerror', fail);
    worker.on('exit', (code) => fail(new Error(`The worker ended with exit code ${code}`)));
    return pooled;
  }

  #release(pooled: PooledWorker): Waiting | undefined {
    const waiting = pooled.current;
    pooled.current = undefined;
    if (this.#workers.has(pooled)) pooled.worker.unref();
    return waiting;
  }
}
