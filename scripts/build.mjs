import { build } from './lib/bootstrap.mjs';
import { main } from './lib/log.mjs';

await main(build);
