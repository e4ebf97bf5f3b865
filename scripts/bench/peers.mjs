// Python's libraries that the benchmarks measure beside ours, in a virtual environment in the cache folder.
// The product never needs them; where one cannot be had, its rows say so.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { quiet, which } from '../lib/exec.mjs';
import { step } from '../lib/log.mjs';
import { cacheDir } from '../lib/paths.mjs';

const SMALL = ['numpy', 'Pillow', 'simplejpeg', 'opencv-python-headless', 'tfrecord'];
/** Hundreds of megabytes each, and more than a gigabyte of what torch brings along. */
const GIANTS = ['tensorflow-cpu', 'torch', 'torchvision', 'nvidia-dali-cuda120'];

/** Path of the Python that has them; undefined where there is no Python. */
export async function installPeers(giants) {
  const python = which('python3');
  if (!python) {
    step('no python3: its peers have no rows');
    return undefined;
  }
  const environment = join(cacheDir, 'bench-python');
  const own = join(environment, 'bin/python');
  if (!existsSync(own)) {
    const failed = await failure(python, ['-m', 'venv', environment]);
    if (failed) {
      step(`no environment for Python's peers, they have no rows: ${failed}`);
      return undefined;
    }
  }
  // One by one: what cannot be had keeps nothing else away.
  for (const name of giants ? [...SMALL, ...GIANTS] : SMALL) {
    step(`installing ${name}`);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', name];
    const failed = await failure(own, pip);
    if (failed) step(`without ${name}: ${failed}`);
  }
  return own;
}

/** The last line of what a program said when it failed; undefined when it did not. */
async function failure(program, args) {
  try {
    await quiet(program, args);
    return undefined;
  } catch (error) {
    return error.message.trim().split('\n').slice(-2)[0];
  }
}
