// The model that is served: handwritten digits, as uploads of JPEGs.
import { fileURLToPath } from 'node:url';
import { jpeg } from '@dareblopy/jpeg';
import { InferenceSession } from 'onnxruntime-node';

const path = fileURLToPath(new URL('../../testdata/onnx/digits.onnx', import.meta.url));

export const openDigitModel = () => InferenceSession.create(path, { intraOpNumThreads: 1 });

/** The options of createServer. */
export const digits = {
  decode: ({ maxPixels }) =>
    jpeg({ size: [28, 28], channels: 1, dtype: 'float32', layout: 'CHW', maxPixels }),
  answer({ probabilities: { data } }) {
    const probability = Math.max(...data);
    return { digit: data.indexOf(probability), probability };
  },
};
