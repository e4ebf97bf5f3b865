// TensorFlow's libraries and C headers, out of the wheel that PyPI has of it.
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { output, quiet } from '../lib/exec.mjs';
import { step, UserError } from '../lib/log.mjs';
import { archiveDir, cacheDir } from '../lib/paths.mjs';
import { verify } from '../third-party/archives.mjs';

// The C API is stable: tfjs-node 4.22 was made for TensorFlow 2.9.1, of which no wheel has the libraries.
export const WHEEL = {
  version: '2.15.1',
  file: 'tensorflow_cpu-2.15.1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
  sha256: '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26',
};

/** Names that a linker and a loader may ask for, and the file of the wheel behind each. */
const LINKS = {
  'libtensorflow.so': 'libtensorflow_cc.so.2',
  'libtensorflow.so.2': 'libtensorflow_cc.so.2',
  'libtensorflow.so.2.9.1': 'libtensorflow_cc.so.2',
  'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
};

/** Where a member of the wheel goes under deps/, by the beginning of its name. */
const MEMBERS = {
  'tensorflow/libtensorflow_cc.so.2': 'lib/libtensorflow_cc.so.2',
  'tensorflow/libtensorflow_framework.so.2': 'lib/libtensorflow_framework.so.2',
  'tensorflow/include/tensorflow/c/': 'include/tensorflow/c/',
  'tensorflow/include/tensorflow/core/platform/': 'include/tensorflow/core/platform/',
  'tensorflow/include/tensorflow/tsl/': 'include/tensorflow/tsl/',
  'tensorflow/include/tsl/': 'include/tsl/',
  'tensorflow/include/external/local_tsl/tsl/': 'include/tsl/',
};

const UNPACK = `
import json, os, shutil, sys, zipfile
wheel, target, members = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        for prefix, place in members.items():
            if not name.startswith(prefix) or name.endswith('/'):
                continue
            path = os.path.join(target, place + name[len(prefix):])
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with archive.open(name) as source, open(path, 'wb') as out:
                shutil.copyfileobj(source, out, 1 << 20)
`;

/** Fills \`deps` with lib/ and include/ as tfjs-node's own installer would. */
export async function unpackTensorFlow(deps) {
  const python = findPython();
  const wheel = await obtainWheel(python);
  step(`unpacking the libraries of TensorFlow ${WHEEL.version} (600 MB)`);
  mkdirSync(deps, { recursive: true });
  await quiet(python, ['-c', UNPACK, wheel, deps, JSON.stringify(MEMBERS)]);
  for (const [link, file] of Object.entries(LINKS)) symlinkSync(file, join(deps, 'lib', link));
}

async function obtainWheel(python) {
  const given = archiveDir && join(archiveDir, WHEEL.file);
  if (given && existsSync(given)) {
    verify(given, WHEEL);
    return given;
  }
  const folder = join(cacheDir, 'archives', WHEEL.sha256);
  const path = join(folder, WHEEL.file);
  if (!existsSync(path)) await download(python, folder);
  verify(path, WHEEL);
  return path;
}

async function download(python, folder) {
  step(`fetching tensorflow-cpu ${WHEEL.version} with pip (207 MB)`);
  const partial = `${folder}.${process.pid}`;
  const where = ['--python-version', '3.11', '--platform', 'manylinux2014_x86_64', '-d', partial];
  const what = ['--no-deps', '--only-binary=:all:', `tensorflow-cpu==${WHEEL.version}`];
  try {
    await quiet(python, ['-m', 'pip', 'download', '--quiet', ...where, ...what]);
    const file = readdirSync(partial).find((name) => name === WHEEL.file);
    if (!file) throw new UserError(`pip fetched ${readdirSync(partial)}, not ${WHEEL.file}`);
    verify(join(partial, file), WHEEL);
    mkdirSync(folder, { recursive: true });
    await quiet('mv', ['-f', join(partial, file), folder]);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

function findPython() {
  for (const python of ['python3', 'python']) {
    try {
      output(python, ['-m', 'pip', '--version']);
      return python;
    } catch {}
  }
  throw new UserError(
    'pip is needed to fetch TensorFlow for the tfjs-node tests, and was not found.\n' +
      'Possible solutions:\n' +
      '  - Debian or Ubuntu: sudo apt-get install python3-pip\n' +
      '  - any system: python3 -m ensurepip --user\n' +
      `  - put ${WHEEL.file} into a folder and name that by DAREBLOPY_THIRD_PARTY_DIR (python3 is needed all the same)`,
  );
}
