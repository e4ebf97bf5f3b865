import { describe, expect, it } from 'vitest';
import { decodeJpeg, decodeJpegSync, jpeg, makeGrid, readJpegInfo } from '../src/index.ts';
import { fixture } from './fixtures.ts';

const whole = fixture('s420.jpg');
const untilEnd = whole.subarray(0, -2);
const end = whole.subarray(-2);
const stray = Buffer.from(Array.from({ length: 80 }, (_, i) => (i * 3) % 255));

/** Files all of whose pixels are there, and what is said of each. */
const deviations = [
  ['80 stray bytes before its end', Buffer.concat([untilEnd, stray, end]), 'extraneous bytes'],
  ['no end', untilEnd, 'Premature end of JPEG file'],
  ['zeros for an end', Buffer.concat([untilEnd, Buffer.alloc(100)]), 'extraneous bytes'],
] as const;

describe.each(deviations)('a JPEG with %s', (_, file, message) => {
  it('is read', async () => {
    const intact = decodeJpegSync(whole);
    expect((await decodeJpeg(file)).data).toEqual(intact.data);
    expect(decodeJpegSync(file, { backend: 'ijg' }).data).toEqual(
      decodeJpegSync(whole, { backend: 'ijg' }).data,
    );
    const decoder = jpeg({ size: [32, 32] });
    expect(await decoder.decode([file])).toEqual(await decoder.decode([whole]));
  });

  it('says what was passed over when asked', async () => {
    const said: string[] = [];
    await decodeJpeg(file, { onWarning: (warning) => said.push(warning.message) });
    decodeJpegSync(file, { onWarning: (warning) => said.push(warning.message) });
    expect(said.length).toBeGreaterThanOrEqual(2);
    expect(said.at(-1)).toContain(message);
  });

  it('is refused when strict', async () => {
    await expect(decodeJpeg(file, { strict: true })).rejects.toMatchObject({
      code: expect.stringMatching(/^JPEG_(CORRUPT|TRUNCATED)$/),
    });
    const decoder = jpeg({ size: [32, 32], strict: true });
    await expect(decoder.decode([file])).rejects.toThrow(/extraneous|Premature/);
  });
});

it('says nothing of a sound file', async () => {
  const said: unknown[] = [];
  await decodeJpeg(whole, { onWarning: (warning) => said.push(warning), strict: true });
  expect(said).toEqual([]);
  await expect(decodeJpeg(whole, { strict: true, tolerant: true })).rejects.toThrow(TypeError);
});

it('turns a picture whose orientation was written as a LONG', async () => {
  const file = Buffer.from(fixture('orientation6.jpg'));
  const big = file.indexOf('MM\0*') > 0;
  const tag = file.indexOf(Buffer.from(big ? [1, 0x12, 0, 3] : [0x12, 1, 3, 0]));
  const value = Buffer.alloc(4);
  if (big) value.writeUInt32BE(6);
  else value.writeUInt32LE(6);
  file[tag + (big ? 3 : 2)] = 4; // LONG
  value.copy(file, tag + 8);
  expect((await readJpegInfo(file)).orientation).toBe(6);
  expect(decodeJpegSync(file, { orientation: 'apply' })).toEqual(
    decodeJpegSync(fixture('orientation6.jpg'), { orientation: 'apply' }),
  );
});

it.each([[3], [{}], [null], ['images'], [[3]]])('makes no grid of %j', async (images) => {
  await expect(makeGrid(images as never)).rejects.toThrow(/^Expected .* but received/);
  await expect(makeGrid(images as never)).rejects.toThrow(TypeError);
});
