// One line per step, so that a long set-up says what it is doing.
const started = Date.now();

export function step(message) {
  const seconds = ((Date.now() - started) / 1000).toFixed(0).padStart(3);
  process.stderr.write(`[${seconds}s] ${message}\n`);
}

/** An error whose message alone is for the user; no stack is printed. */
export class UserError extends Error {}

/** Runs a script's main function and turns its failure into an exit code. */
export async function main(run) {
  try {
    process.exitCode = (await run()) ?? 0;
  } catch (error) {
    process.stderr.write(`\n${error instanceof UserError ? error.message : error.stack}\n`);
    process.exitCode = 1;
  }
}
