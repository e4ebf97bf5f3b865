// One rank of a training over objects in S3, or the entries of a ZIP there. Tells what each batch had and the state that follows it, then
// waits for the word to go on, as ranks wait for each other in a training step. Who it is and where the
// server is, it knows from the environment alone, as in a container. Argument: a state to resume from.
import { once } from 'node:events';
import { raw } from '@dareblopy/core';
import { DataLoader, shardFromEnv } from '@dareblopy/loader';
import { listS3, openS3 } from '@dareblopy/remote';
import { openZip } from '@dareblopy/zip';

const [url, batchSize, state] = process.argv.slice(2);
const zip = url.endsWith('.zip') && (await openS3(url));
const archive = zip && (await openZip(zip));
const samples = archive ? archive.glob('*') : await listS3(url);
const loader = new DataLoader(samples, {
  decode: raw([16], 'uint32'),
  batchSize: Number(batchSize),
  shuffle: { seed: 7 },
  shard: shardFromEnv({ uneven: 'keep' }),
  ...(state ? { resumeFrom: JSON.parse(state) } : {}),
});
for await (const { data, shape } of loader) {
  const ids = Array.from({ length: shape[0] }, (_, row) => data[row * 16]);
  process.send({ ids, state: loader.state() });
  await once(process, 'message');
}
process.send({ done: true });
if (archive) await archive.close();
await (zip || samples).close();
process.disconnect();
