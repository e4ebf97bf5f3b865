// What a long check asks of its own process.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
export const collectGarbage = runInNewContext('gc');

/** Resident memory of this process once its garbage is collected. */
export function residentMiB() {
  for (let i = 0; i < 3; i++) collectGarbage();
  return Math.round(process.memoryUsage.rss() / 2 ** 20);
}
