import type { NDArray } from '@dareblopy/core';
import { encodeJpeg, makeGrid } from '@dareblopy/jpeg';
import type { Command } from 'commander';
import { writeWhole } from '../files/write-whole.ts';
import { readExcludes } from '../packing/exclude.ts';
import { openSets } from '../packing/sources.ts';
import { pictureSet } from '../pictures/picture-set.ts';
import { loadTransform } from '../pictures/transform.ts';
import type { CommonOptions, Run } from '../session.ts';
import { applyThreads, common } from '../session.ts';
import { DataError, EXIT, UsageError } from '../terminal/exit.ts';
import { inlinePicture, pictureProtocol } from '../terminal/inline-picture.ts';
import type { Io } from '../terminal/io.ts';
import { printable } from '../terminal/style.ts';
import { parseInteger, plural } from '../terminal/units.ts';
import { takeSome } from './preview/take-some.ts';

interface PreviewOptions extends CommonOptions {
  readonly grid: { readonly columns: number; readonly rows: number };
  readonly out: string;
  readonly transform?: string;
  readonly size: number;
  readonly seed: number;
  readonly inOrder?: boolean;
  readonly glob?: string;
  readonly exclude?: string;
}

export function addPreview(program: Command, io: Io, run: Run): void {
  const command = program
    .command('preview <path...>')
    .summary('a labelled grid of pictures, as the training loop will see them')
    .description(
      'Loads some pictures as a loader would, through the transform that training uses, and writes them as one JPEG ' +
        'with their classes and names. Terminals that can show pictures (iTerm2, WezTerm, kitty, Ghostty) show it.',
    )
    .option('--grid <CxR>', 'columns and rows', parseGrid, { columns: 8, rows: 4 })
    .option('-o, --out <file>', 'where to write it', 'preview.jpg')
    .option(
      '--transform <file.mjs>',
      'a module whose default export are options of jpeg(), or a Decoder',
    )
    .option(
      '--size <pixels>',
      'without a transform: whole pictures inside so many pixels',
      parseInteger('--size', 8, 2048),
      128,
    )
    .option('--seed <n>', 'which pictures, and their random crops', parseInteger('--seed', 0), 0)
    .option('--in-order', 'the first pictures instead of random ones')
    .option('--glob <pattern>', "only items of these names, as '**/*.jpg'")
    .option('--exclude <file>', 'leave out what a file lists');
  common(command, [
    ['dareblopy preview photos.zip', 'to preview.jpg'],
    ['dareblopy preview photos --transform train.mjs --grid 6x3', "with training's own crops"],
  ]);
  command.action(async (paths: string[], options: PreviewOptions) => {
    applyThreads(options);
    const { columns, rows } = options.grid;
    const size = [options.size, options.size] as const;
    const transform = await loadTransform(options.transform, { size, fit: 'pad' });
    const { sets, close } = await openSets(paths, options.glob, io.signal);
    try {
      const set = await pictureSet(sets, await readExcludes(options.exclude), io.signal);
      const { seed, inOrder } = options;
      const some = await takeSome(set, transform.decoder, {
        count: columns * rows,
        seed,
        inOrder: inOrder === true,
        signal: io.signal,
      });
      for (const { name, error } of some.bad)
        io.stderr.write(`left out: ${printable(name)}: ${printable(error.message)}\n`);
      if (some.images.length === 0) throw new DataError('No picture could be decoded');
      const images = some.images as NDArray<'uint8'>[];
      const grid = await makeGrid(images, { ...transform.grid, columns, labels: some.labels });
      const encoded = await encodeJpeg(grid, { quality: 92, subsampling: '4:4:4' });
      await writeWhole(options.out, encoded);
      const [height = 0, width = 0] = grid.shape;
      const protocol = pictureProtocol(io);
      if (options.json) {
        const { labels, bad } = some;
        const left = bad.map(({ name, error }) => ({ name, message: error.message }));
        io.stdout.write(
          `${JSON.stringify({ out: options.out, width, height, labels, bad: left }, undefined, 2)}\n`,
        );
      } else {
        if (protocol) io.stdout.write(inlinePicture(protocol, encoded, grid));
        io.stdout.write(
          `${options.out}: ${plural(images.length, 'picture')}, ${width}x${height}\n`,
        );
      }
      run.status = some.bad.length > 0 ? EXIT.problems : EXIT.fine;
    } finally {
      await close();
    }
  });
}

function parseGrid(text: string): PreviewOptions['grid'] {
  const [, columns, rows] = /^(\d{1,3})x(\d{1,3})$/.exec(text) ?? [];
  if (!Number(columns) || !Number(rows))
    throw new UsageError(`Expected a grid such as 8x4 but received '${text}'`);
  return { columns: Number(columns), rows: Number(rows) };
}
