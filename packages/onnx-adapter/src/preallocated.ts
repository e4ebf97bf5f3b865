import type { InferenceSession, Tensor } from 'onnxruntime-common';
import { firstRows } from './short-batch.ts';
import { isTensor } from './to-ort-tensor.ts';

/** Outputs in memory of the caller's, by name: written over by every run. */
export type OutputTensors = { readonly [output: string]: Tensor };

/** Outputs that a session writes into tensors that are there already. */
export class Preallocated {
  readonly #tensors: OutputTensors;
  #proven = false;

  constructor(tensors: OutputTensors) {
    for (const [name, tensor] of Object.entries(tensors)) {
      if (isTensor(tensor)) continue;
      throw new TypeError(`Expected a Tensor for output '${name}' but received ${typeof tensor}`);
    }
    this.#tensors = tensors;
  }

  /** The tensors for a batch of `rows` rows: the first rows of larger ones. */
  forRows(rows: number | undefined): OutputTensors {
    if (rows === undefined) return this.#tensors;
    const entries = Object.entries(this.#tensors).map(([name, tensor]) => {
      const [all] = tensor.dims;
      return [name, all !== undefined && all > rows ? firstRows(tensor, rows) : tensor];
    });
    return Object.fromEntries(entries) as OutputTensors;
  }

  /** Runs the session into the tensors, and answers them. */
  async run(
    outputs: OutputTensors,
    run: (fetches: OutputTensors) => Promise<unknown>,
  ): Promise<InferenceSession.ReturnType> {
    if (this.#proven) {
      await run(outputs);
      return outputs;
    }
    // onnxruntime-web (1.30, wasm) takes such tensors, answers them, and never writes to them.
    const bytes = Object.entries(outputs).map(([name, tensor]) => [name, bytesOf(tensor)] as const);
    for (const [, view] of bytes) view.fill(UNTOUCHED);
    await run(outputs);
    for (const [name, view] of bytes) {
      if (view.length === 0 || view.some((byte) => byte !== UNTOUCHED)) continue;
      throw new TypeError(
        `Expected a runtime that writes outputs into tensors that it is given, but this one left '${name}' as it was: ` +
          'give `fetches` as names',
      );
    }
    this.#proven = true;
    return outputs;
  }
}

/** A pattern that no output is all of, but by accident in a single byte. */
const UNTOUCHED = 0xa5;

function bytesOf(tensor: Tensor): Uint8Array {
  const data = tensor.data as Float32Array | string[];
  if (Array.isArray(data)) {
    throw new TypeError(
      'Expected tensors of numbers for preallocated outputs but received one of strings',
    );
  }
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
