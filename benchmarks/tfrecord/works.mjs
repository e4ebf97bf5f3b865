// Each work as a function of ours: its round answers what it made, for comparison; timed by run.mjs.
import { DataLoader } from '@dareblopy/loader';
import { exampleParser, fixedLen, openTFRecords, readTFRecords } from '@dareblopy/tfrecord';

const imageParser = exampleParser({ data: fixedLen([3, 256, 256], 'uint8') });
const smallParser = exampleParser({
  label: fixedLen([], 'int64'),
  weights: fixedLen([16], 'float32'),
  data: fixedLen([], 'bytes'),
  ids: fixedLen([4], 'int64'),
});

/** Adds up some of a batch, so that nothing is skipped and all sides can be compared. */
function sumOfImages(sum, { data }) {
  for (let i = 0; i < data.shape[0]; i++)
    sum += data.data[i * 196_608] + data.data[i * 196_608 + 196_607];
  return sum;
}
function sumOfSmall(sum, batch) {
  for (let i = 0; i < batch.label.data.length; i++) {
    sum += Number(batch.label.data[i]) + batch.data.data[i][29] + Number(batch.ids.data[i * 4 + 3]);
  }
  return sum;
}

function indices(count, length) {
  let state = 1n;
  return Array.from({ length: count }, () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return Number((state >> 20n) % BigInt(length));
  });
}

const works = {
  async batches(path) {
    const records = await openTFRecords(path);
    const loader = new DataLoader(records, {
      decode: imageParser,
      batchSize: 32,
      prefetchBatches: 1,
    });
    return async () => {
      let sum = 0;
      for await (const batch of loader) sum = sumOfImages(sum, batch);
      return sum;
    };
  },
  async small(path) {
    return async () => {
      let sum = 0;
      for await (const batch of readTFRecords(path).decode(smallParser, 32))
        sum = sumOfSmall(sum, batch);
      return sum;
    };
  },
  async shuffled(path) {
    const shuffle = { buffer: 1000, seed: 1 };
    return async () => {
      let sum = 0;
      for await (const batch of readTFRecords(path, { shuffle }).decode(smallParser, 32))
        sum = sumOfSmall(sum, batch);
      return sum;
    };
  },
  async byNumber(path) {
    const records = await openTFRecords(path);
    const shuffle = { seed: 1 };
    const loader = new DataLoader(records, { decode: smallParser, batchSize: 32, shuffle });
    return async () => {
      let sum = 0;
      for await (const batch of loader) sum = sumOfSmall(sum, batch);
      return sum;
    };
  },
  async scan(path) {
    return async () => {
      const records = await openTFRecords(path);
      const { length } = records;
      await records.close();
      return length;
    };
  },
  async gzip(path) {
    return async () => {
      let count = 0;
      for await (const block of readTFRecords(path).blocks()) count += block.length;
      return count;
    };
  },
  async random(path) {
    const records = await openTFRecords(path);
    const picks = indices(2000, records.length);
    return async () => {
      const read = await records.readMany(picks, { shared: true });
      return read.reduce((sum, record) => sum + record.length, 0);
    };
  },
};

/** side -> (work, path) => its round. */
export const sides = { ours: (work, path) => works[work](path) };
