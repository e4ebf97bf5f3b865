import { describe, expect, it } from 'vitest';
import type { DecodeJpegOptions } from '../src/index.ts';
import { decodeJpeg, jpeg, readJpegInfo } from '../src/index.ts';
import { fixture } from './fixtures.ts';

/** Marker segments of a JPEG up to its first scan: offset of each marker byte's FF. */
function findSegment(data: Uint8Array, marker: number): number {
  let at = 2;
  while (data[at + 1] !== marker) {
    if (data[at + 1] === 0xda) throw new Error(`no segment ${marker.toString(16)}`);
    at += 2 + (((data[at + 2] ?? 0) << 8) | (data[at + 3] ?? 0));
  }
  return at;
}

function patched(
  name: string,
  marker: number,
  changes: Readonly<Record<number, number>>,
): Uint8Array {
  const data = Uint8Array.from(fixture(name));
  const at = findSegment(data, marker);
  for (const [offset, value] of Object.entries(changes)) data[at + Number(offset)] = value;
  return data;
}

// In a frame header (SOF): FF C0, length (2), precision, height (2), width (2), ...
const sof0 = 0xc0;
const dht = 0xc4;

async function codeOf(data: Uint8Array, options: DecodeJpegOptions = {}): Promise<string> {
  try {
    await decodeJpeg(data, options);
    return 'decoded';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe.each(['turbo', 'ijg'] as const)('%s', (backend) => {
  it('refuses sizes of zero', async () => {
    const noHeight = patched('s420.jpg', sof0, { 5: 0, 6: 0 });
    const noWidth = patched('s420.jpg', sof0, { 7: 0, 8: 0 });
    expect(await codeOf(noHeight, { backend })).toMatch(/JPEG_/);
    expect(await codeOf(noWidth, { backend })).toMatch(/JPEG_/);
    await expect(readJpegInfo(noHeight)).rejects.toMatchObject({ code: 'JPEG_UNSUPPORTED' });
    await expect(readJpegInfo(noWidth)).rejects.toMatchObject({ code: 'JPEG_CORRUPT' });
  });

  it('refuses 65,500 x 65,500 without taking the memory', async () => {
    const huge = patched('s420.jpg', sof0, { 5: 0xff, 6: 0xdc, 7: 0xff, 8: 0xdc });
    const before = process.memoryUsage().rss;
    expect(await codeOf(huge, { backend })).toBe('LIMIT_EXCEEDED');
    await expect(jpeg({ size: [8, 8], backend }).decode([huge])).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
      actual: 65_500 * 65_500,
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(64 << 20);
  });

  it('refuses larger claims than there is data for', async () => {
    const larger = patched('s420.jpg', sof0, { 5: 3, 6: 0, 7: 3, 8: 0 });
    expect(await codeOf(larger, { backend })).toMatch(/^JPEG_(TRUNCATED|CORRUPT)$/);
    expect(await codeOf(larger, { backend, tolerant: true })).toBe('decoded');
  });

  it('stops at the scan limit of endless progressive images', async () => {
    const data = Uint8Array.from(fixture('progressive-gray.jpg'));
    // The last scan over and over: from its SOS to the end of the image.
    let last = 0;
    for (let i = 0; i + 1 < data.length; i++)
      if (data[i] === 0xff && data[i + 1] === 0xda) last = i;
    const scan = data.subarray(last, data.length - 2);
    const bomb = new Uint8Array(last + scan.length * 2000 + 2);
    bomb.set(data.subarray(0, last));
    for (let i = 0; i < 2000; i++) bomb.set(scan, last + i * scan.length);
    bomb.set([0xff, 0xd9], bomb.length - 2);
    const start = performance.now();
    expect(await codeOf(bomb, { backend, tolerant: true })).toBe('LIMIT_EXCEEDED');
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('refuses Huffman tables that cannot be', async () => {
    // Counts of codes by length: more than fit into the file, and more than the code space holds.
    const tooMany = patched('s420.jpg', dht, { 5: 0xff, 6: 0xff, 7: 0xff });
    const overfull = patched('s420.jpg', dht, { 5: 3 });
    expect(await codeOf(tooMany, { backend })).toBe('JPEG_CORRUPT');
    expect(await codeOf(overfull, { backend })).toMatch(/^JPEG_(CORRUPT|TRUNCATED)$/);
  });

  it('survives headers alone, and nothing', async () => {
    const data = fixture('s420.jpg');
    const sos = findSegment(data, sof0);
    expect(await codeOf(data.subarray(0, sos), { backend })).toBe('JPEG_TRUNCATED');
    expect(await codeOf(new Uint8Array(0), { backend })).toBe('JPEG_NOT_A_JPEG');
    expect(await codeOf(Uint8Array.of(0xff, 0xd8), { backend })).toBe('JPEG_TRUNCATED');
    expect(await codeOf(Uint8Array.of(0xff, 0xd8, 0xff, 0xd9), { backend })).toMatch(/^JPEG_/);
  });
});
