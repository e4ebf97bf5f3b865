// A benchmark of several parts, each in a process of its own: what one leaves on the heap does not slow the
// next.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * The part that the command line names. Without one, runs them all one after the other, and ends.
 * @param {string} url the program's import.meta.url
 */
export function chosenPart(url, names) {
  const [part] = process.argv.slice(2);
  if (part === undefined) {
    const program = [...process.execArgv, fileURLToPath(url)];
    for (const name of names)
      execFileSync(process.execPath, [...program, name], { stdio: 'inherit' });
    process.exit(0);
  }
  if (!names.includes(part)) throw new Error(`no part ${part}; there are: ${names.join(', ')}`);
  return part;
}
