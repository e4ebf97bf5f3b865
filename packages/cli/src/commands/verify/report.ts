import type { Paint } from '../../terminal/style.ts';
import { printable } from '../../terminal/style.ts';
import {
  formatBytes,
  formatCount,
  formatRate,
  formatSeconds,
  plural,
  singular,
} from '../../terminal/units.ts';
import type { Problem, Verification } from './problem.ts';
import { isBad } from './problem.ts';

const colors = { damage: 'red', unsupported: 'red', deviation: 'yellow' } as const;

/** `damage  photos.zip  cat/3.jpg  JPEG_TRUNCATED at byte 512: ...` */
export function problemLine(problem: Problem, strict: boolean, paint: Paint): string {
  const { severity, path, item, code, message, offset } = problem;
  const what = isBad(problem, strict) ? paint('red', severity) : paint(colors[severity], severity);
  const where = item === undefined ? path : item.startsWith(path) ? item : `${path}: ${item}`;
  const at = offset === undefined ? '' : ` at byte ${formatCount(offset)}`;
  return `${what}  ${printable(where)}  ${code ? `${code}${at}: ` : ''}${printable(message)}`;
}

export function summaryLines(of: Verification, strict: boolean, paint: Paint): string[] {
  const { problems, count, seconds, dataBytes, decoded, parsed, notDecoded } = of;
  const bad = problems.filter((problem) => isBad(problem, strict)).length;
  const deviations = problems.length - bad;
  const verdict = bad > 0 ? paint('red', plural(bad, 'problem')) : paint('green', 'whole');
  const also = deviations > 0 ? `, ${plural(deviations, 'harmless deviation')}` : '';
  const done = [
    `${plural(count, singular(of.noun), of.noun)} read`,
    ...(decoded > 0 ? [`${plural(decoded, 'picture')} decoded`] : []),
    ...(parsed > 0 ? [`${plural(parsed, 'Example')} parsed`] : []),
    ...Object.entries(notDecoded).map(([kind, n]) => `${formatCount(n)} ${kind} not decoded`),
  ];
  const rate = `${formatBytes(dataBytes)} in ${formatSeconds(seconds)}: ${formatRate(count / Math.max(seconds, 1e-3))}/s, ${formatBytes(dataBytes / Math.max(seconds, 1e-3))}/s`;
  return [`${paint('bold', printable(of.path))}: ${verdict}${also}; ${done.join(', ')}; ${rate}`];
}
