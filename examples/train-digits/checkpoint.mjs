// A model and the state of its loader in one file that is replaced whole: killed at any time, a training
// finds the two as they were together.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';

/** Keeps the model's weights, the optimizer's, and where the loader stands. */
export async function saveCheckpoint(path, model, loader) {
  const own = model.getWeights().map((tensor) => ({ name: tensor.name, tensor }));
  const optimizer = await model.optimizer.getWeights();
  const named = [
    ...own.map(({ tensor }, i) => ({ name: `model/${i}`, tensor })),
    ...optimizer.map(({ tensor }, i) => ({ name: `optimizer/${i}`, tensor })),
  ];
  const { data, specs } = await tf.io.encodeWeights(named);
  const names = optimizer.map(({ name }) => name);
  const header = JSON.stringify({ state: loader.state(), specs, names });
  const temporary = `${path}.tmp`;
  writeFileSync(temporary, Buffer.concat([Buffer.from(`${header}\n`), new Uint8Array(data)]));
  renameSync(temporary, path);
}

/** The loader's state that was saved, and a function that puts the weights back; undefined when nothing was. */
export function loadCheckpoint(path) {
  if (!existsSync(path)) return undefined;
  const file = readFileSync(path);
  const end = file.indexOf(10);
  const { state, specs, names } = JSON.parse(file.subarray(0, end).toString());
  return { state, restore: (model) => restore(model, file.subarray(end + 1), specs, names) };
}

async function restore(model, bytes, specs, names) {
  const data = Uint8Array.from(bytes).buffer;
  const tensors = tf.io.decodeWeights(data, specs);
  const of = (part) => Object.keys(tensors).filter((name) => name.startsWith(`${part}/`));
  model.setWeights(of('model').map((name) => tensors[name]));
  await model.optimizer.setWeights(
    of('optimizer').map((name, i) => ({ name: names[i], tensor: tensors[name] })),
  );
  for (const name of of('model')) tensors[name].dispose();
}
