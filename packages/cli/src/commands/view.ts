import { spawn } from 'node:child_process';
import type { Command } from 'commander';
import { readExcludes } from '../packing/exclude.ts';
import { openSets } from '../packing/sources.ts';
import { pictureSet } from '../pictures/picture-set.ts';
import { loadTransform } from '../pictures/transform.ts';
import type { CommonOptions, Run } from '../session.ts';
import { applyThreads, common } from '../session.ts';
import { EXIT, UsageError } from '../terminal/exit.ts';
import type { Io } from '../terminal/io.ts';
import { parseInteger } from '../terminal/units.ts';
import { startServer } from './view/server.ts';
import { ViewedSet } from './view/viewed-set.ts';

interface ViewOptions extends CommonOptions {
  readonly port: number;
  readonly open: boolean;
  readonly transform?: string;
  readonly size: number;
  readonly glob?: string;
  readonly exclude?: string;
}

export function addView(program: Command, io: Io, run: Run): void {
  const command = program
    .command('view <path...>')
    .summary('a local page: pictures, labels, search, the transform to turn, the loader at work')
    .description(
      'Serves a page on this machine alone (127.0.0.1, with a secret in its address): the pictures as they are stored ' +
        'and as training sees them, labels, search by name, the options of the transform to turn, and a loader whose ' +
        'rates and limiting stage are shown as it runs. Ends with Ctrl-C.',
    )
    .option(
      '--port <n>',
      'a port of your choice; 0: a free one',
      parseInteger('--port', 0, 65_535),
      0,
    )
    .option('--no-open', 'do not open a browser')
    .option(
      '--transform <file.mjs>',
      'a module whose default export are options of jpeg(), or a Decoder',
    )
    .option(
      '--size <pixels>',
      'without one: random crops to such squares',
      parseInteger('--size', 8, 1024),
      224,
    )
    .option('--glob <pattern>', "only items of these names, as '**/*.jpg'")
    .option('--exclude <file>', 'leave out what a file lists');
  common(command, [
    ['dareblopy view photos.zip', 'opens the browser'],
    ['dareblopy view photos --transform train.mjs --no-open', 'prints the address'],
  ]);
  command.action(async (paths: string[], options: ViewOptions) => {
    applyThreads(options);
    const size = [options.size, options.size] as const;
    const transform = await loadTransform(options.transform, {
      size,
      crop: 'random-resized',
      flip: { horizontal: 0.5 },
    });
    const { sets, close } = await openSets(paths, options.glob, io.signal);
    try {
      const set = await pictureSet(sets, await readExcludes(options.exclude), io.signal);
      if (!set.items)
        throw new UsageError(
          'Compressed records can only be read in order: dareblopy convert them first',
        );
      const server = await startServer(new ViewedSet(set, transform, io.signal), options.port);
      try {
        io.stdout.write(
          options.json
            ? `${JSON.stringify({ url: server.url })}\n`
            : `${server.url}\n(Ctrl-C ends it)\n`,
        );
        if (options.open && io.stdout.isTTY) openBrowser(server.url);
        await untilAborted(io.signal);
      } finally {
        await server.close();
      }
      run.status = EXIT.fine;
    } finally {
      await close();
    }
  });
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** By the system's own way; where there is none, the printed address has to do. */
function openBrowser(url: string): void {
  const [program, ...argv] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', url]
        : ['xdg-open', url];
  const child = spawn(program as string, argv, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
