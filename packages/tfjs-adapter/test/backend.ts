import * as tf from '@tensorflow/tfjs-core';

/**
 * Registers the backend that the tests run on: the portable one, or, when DAREBLOPY_TFJS_NODE names a
 * folder in which scripts/tfjs-node.mjs installed it, TensorFlow's own.
 */
export async function useBackend(): Promise<void> {
  const folder = process.env.DAREBLOPY_TFJS_NODE;
  if (folder) {
    const { createRequire } = await import('node:module');
    createRequire(`${folder}/package.json`)('@tensorflow/tfjs-node');
  } else {
    await import('@tensorflow/tfjs-backend-cpu');
  }
  const wanted = folder ? 'tensorflow' : 'cpu';
  await tf.setBackend(wanted);
  if (tf.getBackend() !== wanted) throw new Error(`the backend is ${tf.getBackend()}`);
}
