// A model that answers its inputs, one of each element type, so that a test sees what the runtime saw.
import { ELEMENT, model } from './onnx.mjs';

export function echo() {
  const dtypes = Object.keys(ELEMENT);
  return model({
    name: 'echo',
    inputs: dtypes.map((dtype) => [dtype, dtype, ['N']]),
    outputs: dtypes.map((dtype) => [`${dtype}_out`, dtype, ['N']]),
    nodes: dtypes.map((dtype) => ({
      op: 'Identity',
      inputs: [dtype],
      outputs: [`${dtype}_out`],
    })),
  });
}
