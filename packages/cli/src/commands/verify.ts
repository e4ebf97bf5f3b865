import type { Command } from 'commander';
import { writeWhole } from '../files/write-whole.ts';
import { resolveInputs } from '../formats/inputs.ts';
import type { CommonOptions, Run } from '../session.ts';
import { applyThreads, common } from '../session.ts';
import { EXIT } from '../terminal/exit.ts';
import type { Io } from '../terminal/io.ts';
import { painter, wantsColor } from '../terminal/style.ts';
import type { Verification } from './verify/problem.ts';
import { isBad, listOfBad } from './verify/problem.ts';
import { problemLine, summaryLines } from './verify/report.ts';
import { verifyInput } from './verify/verify-input.ts';

interface VerifyOptions extends CommonOptions {
  readonly glob?: string;
  readonly listBad?: string;
  readonly strict?: boolean;
}

export function addVerify(program: Command, io: Io, run: Run): void {
  const command = program
    .command('verify <path...>')
    .summary('check every checksum, picture and Example; name what is broken')
    .description(
      'Reads everything, on all CPUs: every checksum, every JPEG decoded, every Example parsed. Names what is ' +
        'broken and where. What deviates from a format without changing a pixel is told apart: it is no problem ' +
        'unless --strict says so.',
    )
    .option('--glob <pattern>', "only items of these names, as '**/*.jpg'")
    .option(
      '--list-bad <file>',
      'write the bad items to a file, one a line, for --exclude of other commands',
    )
    .option('--strict', 'harmless deviations are problems, too');
  common(command, [
    ['dareblopy verify photos.zip', 'all of an archive'],
    ["dareblopy verify 'train-*.tfrecord' --list-bad bad.tsv", 'and keep a list'],
    ['dareblopy verify photos && echo whole', 'the exit status says it, too'],
  ]);
  command.action(async (paths: string[], options: VerifyOptions) => {
    applyThreads(options);
    const paint = painter(wantsColor(io.stdout, io.env));
    const strict = options.strict === true;
    const verified: Verification[] = [];
    for (const input of await resolveInputs(paths, io.signal)) {
      const result = await verifyInput(input, {
        glob: options.glob,
        quiet: options.quiet === true,
        io,
        onProblem: (problem) => {
          if (!options.json) io.stdout.write(`${problemLine(problem, strict, paint)}\n`);
        },
      });
      verified.push(result);
      if (!options.json) io.stdout.write(`${summaryLines(result, strict, paint).join('\n')}\n`);
    }
    if (options.json) io.stdout.write(`${JSON.stringify(verified, undefined, 2)}\n`);
    if (options.listBad) await writeWhole(options.listBad, listOfBad(verified, strict));
    const bad = verified.some(({ problems }) => problems.some((one) => isBad(one, strict)));
    run.status = bad ? EXIT.problems : EXIT.fine;
  });
}
