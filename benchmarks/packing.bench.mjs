// Writing archives beside what else there is, in one run and from the same files: Info-ZIP's zip and 7-Zip where
// they are installed, yazl, and Python's zipfile where DAREBLOPY_BENCH_PYTHON names a Python. Programs are timed
// from their start. Archives are read back and compared before a figure counts; each is removed again.
import { execFileSync } from 'node:child_process';
import { createWriteStream, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createZip, openZip } from '@dareblopy/zip';
import yazl from 'yazl';
import { LineProcess } from './lib/line-process.mjs';
import { pairedRounds, printTable } from './lib/paired.mjs';
import { makePackingData } from './zip/packing-data.mjs';

const rounds = Number(process.env.DAREBLOPY_BENCH_ROUNDS ?? 7);
const only = process.argv.slice(2);
const data = await makePackingData();
const children = [];

const python = process.env.DAREBLOPY_BENCH_PYTHON;
let pythonProcess;
function askPython(line) {
  if (!pythonProcess) {
    const script = fileURLToPath(new URL('zip/packing_peers.py', import.meta.url));
    pythonProcess = new LineProcess(python, [script]);
    children.push(pythonProcess);
  }
  return pythonProcess.round(line);
}

function isInstalled(program, args) {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const hasZip = isInstalled('zip', ['-v']);
const has7Zip = isInstalled('7z', ['i']);

async function finish(file, path) {
  const written = pipeline(file.outputStream, createWriteStream(path));
  file.end();
  await written;
}

/** Whether the archive holds the files of `folder` under their names. */
async function check(path, folder, who) {
  const archive = await openZip(path);
  const names = readdirSync(folder);
  if (archive.length !== names.length) throw new Error(`${who} packed ${archive.length} files`);
  for (const name of names.filter((_, i) => i % 100 === 0)) {
    if (Buffer.compare(await archive.read(name), readFileSync(join(folder, name))) !== 0)
      throw new Error(`${who} differs in ${name}`);
  }
  await archive.close();
}

async function measure(title, folder, contenders) {
  const rows = [];
  for (const { name, pack, note } of contenders) {
    const path = join(data.folder, `${rows.length}.zip`);
    const run = async () => {
      rmSync(path, { force: true }); // giving pages back takes its time
      const start = performance.now();
      const own = await pack(path);
      return typeof own === 'number' ? own : performance.now() - start;
    };
    await run();
    await check(path, folder, name);
    rows.push({ name, run, note });
  }
  printTable(title, await pairedRounds(rows, { rounds, warmUps: 1 }));
}

/** `level` 0 stores. */
function folderRows(folder, level) {
  const names = readdirSync(folder).sort();
  const method = level === 0 ? 'store' : 'deflate';
  const ours = (close) => async (path) => {
    const writer = await createZip(path);
    await writer.addFolder(folder, { method });
    await writer.close(close);
  };
  const rows = [
    { name: 'ours, addFolder', pack: ours({ sync: false }), note: 'not synced, as the others' },
    { name: 'ours, synced', pack: ours({}) },
    {
      name: 'yazl, addFile',
      pack: async (path) => {
        const file = new yazl.ZipFile();
        for (const name of names) file.addFile(join(folder, name), name, { compress: level > 0 });
        await finish(file, path);
      },
    },
  ];
  const program = (name, command, args) => ({
    name,
    pack: (path) =>
      void execFileSync(command, [...args, path, '.'], { cwd: folder, stdio: 'ignore' }),
  });
  if (hasZip) rows.push(program(`zip -${level} -r`, 'zip', [`-${level}`, '-r', '-q', '-D', '-X']));
  if (has7Zip) {
    const how = ['a', '-tzip', `-mx=${level === 0 ? 0 : 5}`, '-bd'];
    rows.push(program(`7z -mx=${level === 0 ? 0 : 5}`, '7z', how));
  }
  if (python) {
    rows.push({
      name: "Python's zipfile",
      pack: (path) => askPython(`${level} ${folder} ${path}`),
    });
  }
  return rows;
}

function memoryRows(folder) {
  const files = readdirSync(folder)
    .sort()
    .map((name) => ({ name, source: readFileSync(join(folder, name)) }));
  const ours = (add) => async (path) => {
    const writer = await createZip(path);
    await add(writer);
    await writer.close({ sync: false });
  };
  const store = { method: 'store' };
  return [
    {
      name: 'ours, add awaited',
      pack: ours(async (writer) => {
        for (const { name, source } of files) await writer.add(name, source, store);
      }),
    },
    { name: 'ours, addMany', pack: ours((writer) => writer.addMany(files, store)) },
    {
      name: 'yazl, addBuffer',
      pack: async (path) => {
        const file = new yazl.ZipFile();
        for (const { name, source } of files) file.addBuffer(source, name, { compress: false });
        await finish(file, path);
      },
    },
  ];
}

const parts = {
  tiny: () => measure('20,000 files of 100 bytes, stored', data.tiny, folderRows(data.tiny, 0)),
  memory: () =>
    measure('20,000 of 100 bytes from memory, stored', data.tiny, memoryRows(data.tiny)),
  stored: () =>
    measure('2,000 photographs of 30 kB, stored', data.photos, folderRows(data.photos, 0)),
  deflated: () => measure('the same, deflate level 6', data.photos, folderRows(data.photos, 6)),
};
for (const [name, part] of Object.entries(parts)) {
  if (only.length === 0 || only.includes(name)) await part();
}
await Promise.all(children.map((child) => child.close()));
