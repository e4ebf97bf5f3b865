// process.exit with 1,000 jobs pending: the exit code is the one asked for.
import { openFile } from '@dareblopy/core';

const file = await openFile(process.env.BIG_FILE);
for (let i = 0; i < 1000; i++) void file.slice(0, 1 << 20).bytes();
setTimeout(() => process.exit(7), 2);
