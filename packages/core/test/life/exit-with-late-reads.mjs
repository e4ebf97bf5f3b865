// process.exit while threads wait for bytes that never arrive: the exit code is the one asked for.
import { hang } from './late-reads.mjs';

hang();
setTimeout(() => process.exit(7), 50);
