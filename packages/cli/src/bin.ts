#!/usr/bin/env node
import { main } from './main.ts';
import { EXIT } from './terminal/exit.ts';

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (interrupt.signal.aborted) process.exit(EXIT.interrupted); // the second time: at once
    interrupt.abort(new Error(`ended by ${signal}`));
  });
}
// A reader such as `head` that has seen enough is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? EXIT.fine : EXIT.problems);
  });
}
process.exitCode = await main(process.argv.slice(2), { signal: interrupt.signal });
