import type { FeatureSeen } from '../../records/schema.ts';
import type { Bar } from '../../terminal/histogram.ts';
import { bins, commonest, histogram } from '../../terminal/histogram.ts';
import type { Paint } from '../../terminal/style.ts';
import { printable } from '../../terminal/style.ts';
import { table } from '../../terminal/table.ts';
import { formatBytes, formatCount, plural, singular } from '../../terminal/units.ts';
import type { Description, MethodSummary } from './describe.ts';
import type { PictureSummary } from './pictures.ts';

interface ReportOptions {
  readonly paint: Paint;
  readonly width: number;
  readonly unicode: boolean;
}

/** Of a bound, which is a round number: '1 kB' and not '1.00 kB'. */
function roundBytes(bytes: number): string {
  return formatBytes(bytes).replace(/\.0+ /, ' ');
}

/** A description as people read it. */
export function reportLines(of: Description, options: ReportOptions): string[] {
  const { paint } = options;
  const one = singular(of.noun);
  const title = `${paint('bold', printable(of.path))}  ${of.kind}, ${plural(of.count, one, of.noun)}, ${formatBytes(of.byteLength)}`;
  const lines = [title];
  const { least, median, most } = of.sizes;
  if (of.count > 0) {
    lines.push(
      `  ${formatBytes(of.dataBytes)} of data; ${one} sizes ${formatBytes(least)} to ${formatBytes(most)}, median ${formatBytes(median)}`,
    );
    if (least < most) section('sizes', bins(of.allSizes, roundBytes));
  }
  if (of.methods) lines.push(...methodLines(of.methods, paint));
  if (of.extensions) section('kinds', commonest(of.extensions));
  if (of.folders && Object.keys(of.folders).length > 1) section('folders', commonest(of.folders));
  if (of.pictures) pictureSections(of.pictures);
  if (of.records) lines.push(...recordLines(of.records, paint));
  return lines;

  function section(heading: string, list: readonly Bar[]) {
    if (list.length === 0 || (heading === 'sizes' && list.length === 1)) return;
    const safe = list.map(({ label, count }) => ({ label: printable(label), count }));
    const widest = Math.max(...safe.map(({ label }) => label.length)) + 14;
    const width = Math.max(8, Math.min(40, options.width - widest));
    const drawn = histogram(safe, { width, unicode: options.unicode });
    lines.push(`  ${paint('cyan', heading)}`, ...drawn.map((line) => `    ${line}`));
  }

  function pictureSections(pictures: PictureSummary) {
    const { count, sampled, unreadable, megapixels } = pictures;
    const looked = sampled < count ? ` (${formatCount(sampled)} looked into)` : '';
    lines.push(
      `  ${paint('cyan', 'pictures')}  ${formatCount(count)} JPEG${looked}; ${megapixels.mean.toPrecision(3)} megapixels on average, at most ${megapixels.most.toPrecision(3)}`,
    );
    section('width x height', commonest(pictures.dimensions));
    section('coding', commonest(pictures.processes));
    if (pictures.orientations) section('EXIF orientation', commonest(pictures.orientations));
    if (unreadable.count === 0) return;
    const names = unreadable.first.map(printable).join(', ');
    const more = unreadable.count > unreadable.first.length ? ', ...' : '';
    lines.push(
      `  ${paint('red', `${plural(unreadable.count, 'header')} cannot be read`)}: ${names}${more} (dareblopy verify says why)`,
    );
  }
}

function methodLines(methods: Readonly<Record<string, MethodSummary>>, paint: Paint): string[] {
  const rows = Object.entries(methods)
    .sort(([, a], [, b]) => b.count - a.count)
    .map(([method, { count, dataBytes, storedBytes }]) => [
      method,
      formatCount(count),
      formatBytes(dataBytes),
      '->',
      formatBytes(storedBytes),
      dataBytes > 0 ? `${Math.round((100 * storedBytes) / dataBytes)}%` : '',
    ]);
  if (rows.length === 0) return [];
  const lines = table(rows, { right: [1, 2, 4, 5] });
  return [`  ${paint('cyan', 'methods')}`, ...lines.map((line) => `    ${line}`)];
}

function recordLines(records: NonNullable<Description['records']>, paint: Paint): string[] {
  const { kind, sampled, features, parser } = records;
  const what = {
    example: `Examples (${formatCount(sampled)} looked into)`,
    sequence: `SequenceExamples (${formatCount(sampled)} looked into)`,
    picture: 'each record is a picture',
    opaque: 'the records are no Examples',
    empty: 'no records',
  }[kind];
  const lines = [`  ${paint('cyan', 'records')}  ${what}`];
  const rows = features.map((feature) => [
    `${printable(feature.key)}${feature.list ? ' (list)' : ''}`,
    feature.kinds.join(' or ') || 'no values',
    countsOf(feature),
    feature.present < sampled ? `in ${feature.present} of ${sampled}` : 'in all',
    contentOf(feature),
  ]);
  lines.push(...table(rows).map((line) => `    ${line}`));
  if (parser) lines.push('', ...parser.split('\n').map((line) => `    ${line}`));
  return lines;
}

function countsOf({ minLength, maxLength, list }: FeatureSeen): string {
  const noun = list ? 'step' : 'value';
  if (minLength === maxLength) return plural(minLength, noun);
  return `${formatCount(minLength)} to ${formatCount(maxLength)} ${noun}s`;
}

function contentOf({ content, valueBytes }: FeatureSeen): string {
  const size = valueBytes === undefined ? '' : `${formatCount(valueBytes)} B each`;
  return [content === 'binary' ? '' : (content ?? ''), size].filter(Boolean).join(', ');
}
