// The same works by what else Node has. tfrecord and tfrecord-stream check CRC32C; protobufjs has the
// framing below, which does not.
import { createReadStream, readFileSync } from 'node:fs';
import protobuf from 'protobufjs';
import * as tfrecord from 'tfrecord';
import * as tfrecordStream from 'tfrecord-stream';

const schema = protobuf.parse(`syntax = "proto3";
  message BytesList { repeated bytes value = 1; }
  message FloatList { repeated float value = 1; }
  message Int64List { repeated int64 value = 1; }
  message Feature { oneof kind { BytesList bytesList = 1; FloatList floatList = 2; Int64List int64List = 3; } }
  message Features { map<string, Feature> feature = 1; }
  message Example { Features features = 1; }`);
const Example = schema.root.lookupType('Example');

async function* fromReader(open) {
  const reader = await open();
  for (;;) {
    const example = await reader.readExample();
    if (!example) return;
    yield example.features.feature;
  }
}
function* fromFrames(path) {
  const bytes = readFileSync(path);
  for (let at = 0; at < bytes.length; ) {
    const size = Number(bytes.readBigUInt64LE(at));
    yield Example.decode(bytes.subarray(at + 12, at + 12 + size)).features.feature;
    at += size + 16;
  }
}
const readers = {
  tfrecord: (path) => fromReader(() => tfrecord.createReader(path)),
  'tfrecord-stream': (path) =>
    fromReader(() => tfrecordStream.Reader.createFromStream(createReadStream(path))),
  protobufjs: fromFrames,
};

/** Batches of 32 rows, each of what `row` writes into the arrays of `fresh`. */
async function* batches(features, fresh, row) {
  let batch = fresh();
  let rows = 0;
  for await (const feature of features) {
    row(batch, rows++, feature);
    if (rows < 32) continue;
    yield { batch, rows };
    batch = fresh();
    rows = 0;
  }
  if (rows > 0) yield { batch, rows };
}

const big = (value) => BigInt(typeof value === 'number' ? value : value.toString());
const works = {
  async batches(features) {
    const memory = new Uint8Array(32 * 196_608); // used again, as ours is
    const put = (data, row, { data: feature }) =>
      data.set(feature.bytesList.value[0], row * 196_608);
    let sum = 0;
    for await (const { batch, rows } of batches(features, () => memory, put)) {
      for (let i = 0; i < rows; i++) sum += batch[i * 196_608] + batch[i * 196_608 + 196_607];
    }
    return sum;
  },
  async small(features) {
    const fresh = () => ({
      label: new BigInt64Array(32),
      weights: new Float32Array(32 * 16),
      data: [],
      ids: new BigInt64Array(32 * 4),
    });
    const put = (batch, row, { label, weights, data, ids }) => {
      batch.label[row] = big(label.int64List.value[0]);
      batch.weights.set(weights.floatList.value, row * 16);
      batch.data.push(new Uint8Array(data.bytesList.value[0])); // tfrecord uses the memory again
      for (let k = 0; k < 4; k++) batch.ids[row * 4 + k] = big(ids.int64List.value[k]);
    };
    let sum = 0;
    for await (const { batch, rows } of batches(features, fresh, put)) {
      for (let i = 0; i < rows; i++)
        sum += Number(batch.label[i]) + batch.data[i][29] + Number(batch.ids[i * 4 + 3]);
    }
    return sum;
  },
};

/** side -> (work, path) => its round. */
export const sides = Object.fromEntries(
  Object.entries(readers).map(([name, read]) => [
    name,
    (work, path) => () => works[work](read(path)),
  ]),
);
