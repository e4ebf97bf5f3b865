// Prints the path of the third-party prefix, after making it where needed.
import { main } from '../lib/log.mjs';
import { ensurePrefix } from './prefix.mjs';

await main(async () => {
  process.stdout.write(`${await ensurePrefix()}\n`);
});
