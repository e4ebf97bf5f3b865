import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createZip, openZip } from '@dareblopy/zip';
import { describe, expect, it } from 'vitest';
import { decodeJpeg, encodeJpeg, readJpegInfo, repackJpeg } from '../src/index.ts';
import { expected, fixture, picture, sha256 } from './fixtures.ts';

describe('repackJpeg', () => {
  it('keeps the pixels of every fixture, with restart markers', async () => {
    for (const name of Object.keys(expected).filter((name) => name !== 'bits12.jpg')) {
      const before = await decodeJpeg(fixture(name));
      for (const restart of [{ rows: 1 }, { columns: 2 }] as const) {
        const repacked = await repackJpeg(fixture(name), { restart });
        expect(sha256(await decodeJpeg(repacked)), name).toBe(sha256(before));
        const { restartInterval, process } = await readJpegInfo(repacked);
        expect(['baseline', 'extended'], name).toContain(process); // extended: 16-bit tables
        if ('columns' in restart) expect(restartInterval).toBe(2);
        else expect(restartInterval).toBeGreaterThan(0);
      }
    }
  });

  it('makes progressive files baseline, and back', async () => {
    const progressive = await repackJpeg(fixture('s420.jpg'), { progressive: true });
    expect((await readJpegInfo(progressive)).progressive).toBe(true);
    const baseline = await repackJpeg(progressive, { restart: false });
    expect(await readJpegInfo(baseline)).toMatchObject({ progressive: false, restartInterval: 0 });
    expect((await decodeJpeg(baseline)).data).toEqual((await decodeJpeg(fixture('s420.jpg'))).data);
  });

  it('keeps the metadata that is asked for', async () => {
    const parts = { exif: true, icc: true };
    const { exif } = await readJpegInfo(fixture('orientation6.jpg'), parts);
    const { icc } = await readJpegInfo(fixture('icc.jpg'), parts);
    const turned = await readJpegInfo(await repackJpeg(fixture('orientation6.jpg')), parts);
    expect(turned.orientation).toBe(6);
    expect(turned.exif).toEqual(exif);
    expect((await readJpegInfo(await repackJpeg(fixture('icc.jpg')), parts)).icc).toEqual(icc);
    const bare = await repackJpeg(fixture('icc.jpg'), { keep: [] });
    expect((await readJpegInfo(bare, parts)).icc).toBeUndefined();
  });

  it('gives windows the pixels of the whole image', async () => {
    const file = await repackJpeg(await encodeJpeg(picture(150, 210)), { restart: { columns: 3 } });
    const { data } = await decodeJpeg(file);
    const [x, y, width, height] = [101, 77, 60, 50];
    const part = await decodeJpeg(file, { region: { x, y, width, height } });
    for (let row = 0; row < height; row++) {
      const at = ((y + row) * 210 + x) * 3;
      const line = part.data.subarray(row * width * 3, (row + 1) * width * 3);
      expect(line).toEqual(data.subarray(at, at + width * 3));
    }
  });

  it('refuses damaged files and options that cannot be', async () => {
    const half = fixture('s420.jpg').subarray(0, 1500);
    await expect(repackJpeg(half)).rejects.toMatchObject({ code: 'JPEG_TRUNCATED' });
    await expect(repackJpeg(Buffer.from('no'))).rejects.toMatchObject({ code: 'JPEG_NOT_A_JPEG' });
    await expect(repackJpeg(fixture('bits12.jpg'))).rejects.toMatchObject({
      code: 'JPEG_UNSUPPORTED',
    });
    await expect(repackJpeg(fixture('s420.jpg'), { maxPixels: 5 })).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
    const wrong = [{ restart: { rows: 0 } }, { restart: {} }, { keep: ['all'] }, { optimize: 1 }];
    for (const options of wrong) {
      await expect(repackJpeg(fixture('s420.jpg'), options as object)).rejects.toThrow(TypeError);
    }
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(repackJpeg(fixture('s420.jpg'), { signal })).rejects.toThrow('enough');
  });

  it('packs a folder into an archive', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dareblopy-repack-'));
    try {
      const names = ['b.jpg', 'a.jpg', 'note.txt'];
      for (const name of names) {
        const data = name.endsWith('.jpg') ? fixture('s420.jpg') : 'a note';
        writeFileSync(join(folder, name), data);
      }
      const path = join(folder, 'out.zip');
      const writer = await createZip(path);
      const count = await writer.addFolder(folder, {
        glob: '*.{jpg,txt}',
        method: 'store',
        transform: (file) => (file.name.endsWith('.jpg') ? repackJpeg(file) : file),
      });
      await writer.close();
      expect(count).toBe(3);
      const archive = await openZip(path);
      expect([...archive].map(({ name }) => name)).toEqual(['a.jpg', 'b.jpg', 'note.txt']);
      const { data } = await decodeJpeg(archive.entry('b.jpg'));
      expect(data).toEqual((await decodeJpeg(fixture('s420.jpg'))).data);
      expect((await readJpegInfo(archive.entry('a.jpg'))).restartInterval).toBeGreaterThan(0);
      expect(await archive.entry('note.txt').text()).toBe('a note');
      await archive.close();

      const failing = await createZip(join(folder, 'failing.zip'));
      const transform = () => Promise.reject(new Error('not this one'));
      await expect(failing.addFolder(folder, { transform })).rejects.toThrow('not this one');
      await failing[Symbol.asyncDispose]();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
