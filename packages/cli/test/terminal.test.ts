import { describe, expect, it } from 'vitest';
import { bins, commonest, histogram } from '../src/terminal/histogram.ts';
import { Progress } from '../src/terminal/progress.ts';
import { hasUnicode, printable, wantsColor } from '../src/terminal/style.ts';
import { table } from '../src/terminal/table.ts';
import { formatBytes, formatSeconds, parseBytes, parseInteger } from '../src/terminal/units.ts';
import { run } from './run.ts';

describe('units', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [999.6, '1.00 kB'],
    [1234, '1.23 kB'],
    [99_960, '100 kB'],
    [150e6, '150 MB'],
    [5e15, '5000 TB'],
  ])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it.each([
    ['150MB', 150e6],
    ['2 GiB', 2 * 2 ** 30],
    ['1.5k', 1500],
    ['100', 100],
  ])('%s is %d bytes', (text, bytes) => expect(parseBytes(text)).toBe(bytes));

  it.each(['', 'much', '-1MB', '0', '1 XB'])('%j is no size', (text) => {
    expect(() => parseBytes(text)).toThrow(/Expected a size/);
  });

  it('refuses numbers out of range by name', () => {
    expect(parseInteger('--sample', 0)('12')).toBe(12);
    for (const bad of ['-1', '1.5', '', 'x']) {
      expect(() => parseInteger('--sample', 0)(bad)).toThrow(/--sample/);
    }
  });

  it('says seconds as people do', () => {
    expect([0.4, 9.94, 59, 200, 7500].map(formatSeconds)).toEqual([
      '0.40 s',
      '9.9 s',
      '59 s',
      '3 min 20 s',
      '2 h 5 min',
    ]);
  });
});

describe('histograms', () => {
  it('puts every value into one bin, whatever the spread', () => {
    for (const values of [[0], [0, 1], [5], [255, 256, 257], [1, 1000, 1e6], [0.5, 3]]) {
      const counted = bins(values, String).reduce((sum, bar) => sum + bar.count, 0);
      expect(counted, `${values}`).toBe(values.length);
    }
    expect(bins([], String)).toEqual([]);
  });

  it('puts the rare together', () => {
    expect(commonest({ a: 5, b: 1, c: 2, d: 1 }, 3)).toEqual([
      { label: 'a', count: 5 },
      { label: 'c', count: 2 },
      { label: '2 others', count: 2 },
    ]);
  });

  it('draws eighths, or # where the terminal has ASCII alone', () => {
    const bars = [
      { label: 'a', count: 16 },
      { label: 'bb', count: 1 },
      { label: 'c', count: 0 },
    ];
    expect(histogram(bars, { width: 2 })).toEqual(['a   16  ██', 'bb   1  ▏', 'c    0']);
    expect(histogram(bars, { width: 2, unicode: false })[1]).toBe('bb   1  #');
  });

  it('aligns columns by what is seen, not by colour codes', () => {
    expect(
      table(
        [
          ['\u001b[31ma\u001b[39m', '1'],
          ['bbb', '22'],
        ],
        { right: [1] },
      ),
    ).toEqual(['\u001b[31ma\u001b[39m     1', 'bbb  22']);
  });
});

describe('the terminal', () => {
  it('is coloured where it wants to be', () => {
    const terminal = { write() {}, isTTY: true };
    const pipe = { write() {} };
    expect(wantsColor(terminal, {})).toBe(true);
    expect(wantsColor(terminal, { NO_COLOR: '1' })).toBe(false);
    expect(wantsColor(terminal, { TERM: 'dumb' })).toBe(false);
    expect(wantsColor(pipe, {})).toBe(false);
    expect(wantsColor(pipe, { FORCE_COLOR: '1' })).toBe(true);
    expect(hasUnicode({ LANG: 'C' })).toBe(false);
    expect(hasUnicode({ LANG: 'de_DE.UTF-8' })).toBe(true);
  });

  it('is not steered by names', () => {
    expect(printable('a\u001b[2Jb\u202ec\nd')).toBe('a\\u001b[2Jb\\u202ec\\u000ad');
  });

  it('shows progress as one line that changes; a pipe gets none in the first ten seconds', async () => {
    const draw = async (isTTY: boolean) => {
      let text = '';
      const stderr = { write: (part: string) => (text += part), isTTY, columns: 60 };
      const io = { stdout: stderr, stderr, env: {}, signal: new AbortController().signal };
      const progress = new Progress(io, 'a.zip', { total: 100, noun: 'entries' });
      await new Promise((resolve) => setTimeout(resolve, 120));
      progress.add(50);
      progress.clear();
      return text;
    };
    const drawn = await draw(true);
    const seen = drawn.split('\r\u001b[K');
    expect(seen[1]).toMatch(/^\[=+ +\] a\.zip: 50 of 100 entries, [\d,.]+\/s, .* left$/);
    expect(seen[2]).toBe('');
    expect(seen[1]?.length).toBeLessThan(60);
    expect(await draw(false)).toBe('');
  });
});

describe('the command', () => {
  it('prints help and version with status 0', async () => {
    const help = await run(['--help']);
    expect(help.status).toBe(0);
    expect(help.out).toMatch(/Usage: dareblopy/);
    expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [['frobnicate'], /unknown command 'frobnicate'/],
    [['verify'], /missing required argument 'path'/],
    [['inspect', '--colour', 'x'], /unknown option '--colour'/],
    [['inspect', '--sample', 'many', '.'], /whole number from 0 up for --sample/],
    [['inspect', 'no-such-file.zip'], /There is no file or folder no-such-file\.zip/],
    [['inspect', 'no-such-*.zip'], /No file matches no-such-\*\.zip/],
  ])('%j is misuse: status 2', async (argv, message) => {
    const { status, err, out } = await run(argv);
    expect(status).toBe(2);
    expect(err).toMatch(message);
    expect(out).toBe('');
  });

  it('ends with 130 when it is aborted', async () => {
    const { status } = await run(['verify', '.'], { signal: AbortSignal.abort(new Error('stop')) });
    expect(status).toBe(130);
  });
});
