// The backend of TensorFlow.js: TensorFlow itself where it can be had, else the portable one.
import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';
import { ensureTfjsNode } from '../../scripts/tfjs-node/install.mjs';

/**
 * Registers it and answers its name. 'node' is the real @tensorflow/tfjs-node, which scripts/tfjs-node.mjs
 * installs; without a wish it is tried first.
 *
 * @param {'node' | 'cpu' | undefined} wanted
 */
export async function useBackend(wanted) {
  if (wanted !== 'cpu') {
    try {
      process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
      const folder = await ensureTfjsNode();
      createRequire(`${folder}/package.json`)('@tensorflow/tfjs-node');
      await tf.setBackend('tensorflow');
      return 'tensorflow';
    } catch (error) {
      if (wanted === 'node') throw error;
      console.log(`The node backend cannot be had, so this takes longer: ${error.message}`);
    }
  }
  await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
  return 'cpu';
}
