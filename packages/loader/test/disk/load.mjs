// Loads an epoch of records whose index is to be kept beside them, and prints how many there were.
// node load.mjs <records>
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DataLoader } from '@dareblopy/loader';
import { openTFRecords } from '@dareblopy/tfrecord';

const path = process.argv[2];
const records = await openTFRecords(path, { index: 'cache' });
let samples = 0;
const decode = (record) => record.size;
for await (const sizes of new DataLoader(records, {
  decode,
  batchSize: 100,
  shuffle: { seed: 1 },
})) {
  samples += sizes.data.length;
}
await records.close();
console.log(JSON.stringify({ samples, files: readdirSync(dirname(path)) }));
