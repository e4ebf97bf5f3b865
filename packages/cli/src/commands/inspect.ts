import type { Command } from 'commander';
import { resolveInputs } from '../formats/inputs.ts';
import type { CommonOptions, Run } from '../session.ts';
import { applyThreads, common } from '../session.ts';
import type { Io } from '../terminal/io.ts';
import { hasUnicode, painter, wantsColor } from '../terminal/style.ts';
import { parseInteger } from '../terminal/units.ts';
import { describeDataset } from './inspect/describe.ts';
import { reportLines } from './inspect/report.ts';

interface InspectOptions extends CommonOptions {
  readonly glob?: string;
  readonly sample: number;
}

export function addInspect(program: Command, io: Io, run: Run): void {
  const command = program
    .command('inspect <path...>')
    .summary('what is in it: counts, sizes, pictures, features, a parser to paste')
    .description(
      'Says what is in a data set: counts, sizes, compression methods, sizes and kinds of pictures, the features of ' +
        'Examples with a ready exampleParser({...}) to paste. Reads headers, and a sample of records; ' +
        '`verify` reads everything.',
    )
    .option('--glob <pattern>', "only items of these names, as '**/*.jpg'")
    .option(
      '--sample <n>',
      'pictures and records that are looked into; 0: all',
      parseInteger('--sample', 0),
      10_000,
    );
  common(command, [
    ['dareblopy inspect photos.zip', 'an archive'],
    ["dareblopy inspect 'train-*.tfrecord'", 'record files, as one set'],
    ['dareblopy inspect --json photos | jq .[0].pictures', 'for scripts'],
  ]);
  command.action(async (paths: string[], options: InspectOptions) => {
    applyThreads(options);
    const sample = options.sample === 0 ? Number.MAX_SAFE_INTEGER : options.sample;
    const paint = painter(wantsColor(io.stdout, io.env));
    const width = Math.min(io.stdout.columns || 100, 100);
    const described = [];
    for (const input of await resolveInputs(paths, io.signal)) {
      const dataset = await input.open({ glob: options.glob, signal: io.signal });
      try {
        const quiet = options.quiet === true;
        const description = await describeDataset(dataset, { sample, quiet, io });
        described.push(description);
        if (options.json) continue;
        if (described.length > 1) io.stdout.write('\n');
        const lines = reportLines(description, { paint, width, unicode: hasUnicode(io.env) });
        io.stdout.write(`${lines.join('\n')}\n`);
      } finally {
        await dataset.close();
      }
    }
    if (options.json) io.stdout.write(`${JSON.stringify(described, undefined, 2)}\n`);
    run.status = 0;
  });
}
