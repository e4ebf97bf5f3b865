import * as tf from '@tensorflow/tfjs-core';

/**
 * Registers the backend that the tests run on and answers its name: the portable one ('cpu'), WebAssembly's
 * ('wasm') when DAREBLOPY_TFJS_BACKEND says so, or TensorFlow's own ('tensorflow') when DAREBLOPY_TFJS_NODE
 * names a folder in which scripts/tfjs-node.mjs installed it.
 */
export async function useBackend(): Promise<string> {
  const folder = process.env.DAREBLOPY_TFJS_NODE;
  const wanted = folder ? 'tensorflow' : (process.env.DAREBLOPY_TFJS_BACKEND ?? 'cpu');
  if (folder) {
    const { createRequire } = await import('node:module');
    createRequire(`${folder}/package.json`)('@tensorflow/tfjs-node');
  } else if (wanted === 'wasm') {
    await import('@tensorflow/tfjs-backend-wasm');
  } else {
    await import('@tensorflow/tfjs-backend-cpu');
  }
  await tf.setBackend(wanted);
  if (tf.getBackend() !== wanted) throw new Error(`the backend is ${tf.getBackend()}`);
  return wanted;
}
