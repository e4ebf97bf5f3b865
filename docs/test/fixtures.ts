/** The files that the snippets speak of, in a folder of their own. */
import { copyFile, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeJpeg } from '@dareblopy/jpeg';
import { encodePng } from '@dareblopy/png';
import { createTar } from '@dareblopy/tar';
import { createTFRecords, encodeExample } from '@dareblopy/tfrecord';
import { createZip } from '@dareblopy/zip';

/** A picture that no other index gives: a gradient with a phase. */
function picture(index: number, width = 320, height = 256) {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) {
    const pixel = Math.floor(i / 3);
    data[i] = ((pixel % width) + Math.floor(pixel / width) * (i % 3) + index * 40) & 255;
  }
  return { dtype: 'uint8', shape: [height, width, 3], data } as const;
}

/** PNGs and masks; in `mixed`, what is called .jpg is of any kind. */
async function writePngs(at: (...parts: string[]) => string, jpegs: readonly Uint8Array[]) {
  const classes = { dtype: 'uint8', shape: [256, 320], data: new Uint8Array(256 * 320) } as const;
  for (let i = 0; i < classes.data.length; i++) classes.data[i] = (i >> 6) & 3;
  const palette = Array.from({ length: 4 }, (_, i) => [i * 80, 0, 255 - i * 80] as const);
  const mask = await encodePng(classes, { palette });
  const depth = {
    ...classes,
    dtype: 'uint16',
    data: new Uint16Array(256 * 320).fill(1500),
  } as const;
  await writeFile(at('depth.png'), await encodePng(depth));
  await writeFile(at('mask.png'), mask);
  await writeFile(at('picture.png'), await encodePng(picture(1)));
  for (const [i] of jpegs.entries()) await writeFile(at('png-masks', `${i}.png`), mask);
  await writeFile(at('mixed', '0.jpg'), jpegs[0] as Uint8Array);
  await writeFile(at('mixed', '1.jpg'), await encodePng(picture(1)));
  await writeFile(at('mixed', '2.gif'), Buffer.from('GIF89a\x01\0\x01\0\0\0\0'));
  await writeFile(at('mixed', '3.txt'), 'words');
  await writeFile(at('mixed', '4.png'), mask);
}

export async function makeFixtures(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'dareblopy-docs-'));
  const at = (...parts: string[]) => join(root, ...parts);
  const folders = [
    'photos/cat',
    'photos/dog',
    'a-folder/train',
    'images',
    'masks',
    'png-masks',
    'mixed',
    'sizes',
    'reviews',
  ];
  for (const folder of [...folders, 'classes/cat', 'classes/dog', 'pets/cat', 'pets/dog']) {
    await mkdir(at(folder), { recursive: true });
  }
  const jpegs = await Promise.all(
    Array.from({ length: 8 }, (_, i) => encodeJpeg(picture(i), { quality: 80 })),
  );

  const zip = await createZip(at('photos.zip'));
  for (const [i, bytes] of jpegs.entries()) {
    await writeFile(at('photos', `${i}.jpg`), bytes);
    await writeFile(at('photos', i % 2 ? 'cat' : 'dog', `${i}.jpg`), bytes);
    await writeFile(at('a-folder', 'train', `${i}.jpg`), bytes);
    await writeFile(at('images', `${i}.jpg`), bytes);
    await writeFile(at('masks', `${i}.jpg`), bytes);
    await writeFile(at('classes', i % 4 ? 'cat' : 'dog', `${i}.jpg`), bytes);
    await writeFile(at('sizes', `${i}.jpg`), await encodeJpeg(picture(i, 64, 48 + i)));
    await writeFile(at('pets/cat', `${i}.jpg`), bytes);
    await writeFile(at('pets/dog', `${i}.jpg`), jpegs[7 - i] as Uint8Array);
    await writeFile(at('reviews', `${i}.txt`), `review ${i}`);
    await zip.add(`${i}.jpg`, bytes);
    await zip.add(`train/${i}.jpg`, bytes);
  }
  await zip.close();
  const pairs = await createZip(at('pairs.zip'));
  const pixels = await createZip(at('raw.zip'));
  for (let i = 0; i < 4; i++) {
    await pairs.add(`${i}.jpg`, jpegs[i] as Uint8Array);
    await pairs.add(`${i}.cls`, new TextEncoder().encode(String(i * 2)));
    await pixels.add(`${i}.raw`, new Uint8Array(48).fill(i));
  }
  await pairs.close();
  await pixels.close();
  for (const shard of [0, 1]) {
    const name = `train-00000${shard}.tar`;
    const tar = await createTar(at(name));
    for (let i = shard * 4; i < shard * 4 + 4; i++) {
      await tar.add(`${i}.jpg`, jpegs[i] as Uint8Array);
      await tar.add(`${i}.cls`, new TextEncoder().encode(String(i * 2)));
    }
    await tar.close();
    if (shard === 0) await writeFile(at('train.tar.gz'), gzipSync(await readFile(at(name))));
  }
  const rows = jpegs.map((_, i) => `${i}.jpg,${i * 10},${i / 2}\n`);
  await writeFile(at('labels.csv'), `name,label,score\n${rows.join('')}`);
  await writeFile(at('photo.jpg'), jpegs[0] as Uint8Array);
  await writePngs(at, jpegs);
  const model = new URL('../../testdata/onnx/classifier.onnx', import.meta.url);
  await copyFile(model, at('classifier.onnx'));
  const tensors = new URL('../../testdata/tfrecord/tensors.tfrecord', import.meta.url);
  await copyFile(tensors, at('tensors.tfrecord'));
  const parquet = new URL('../../testdata/parquet/images.parquet', import.meta.url);
  await copyFile(parquet, at('images.parquet'));
  await writeFile(at('cube.raw'), new Uint8Array(3 * 16 * 32));
  await writeFile(at('data.bin'), new Uint8Array(4096));

  for (const name of ['train.tfrecord', 'train-0.tfrecord', 'train-1.tfrecord', 'a.tfrecord.gz']) {
    const writer = await createTFRecords(
      at(name),
      name.endsWith('.gz') ? { compression: 'gzip' } : {},
    );
    for (let i = 0; i < 8; i++) {
      const image = jpegs[i] as Uint8Array;
      const example = encodeExample({
        label: BigInt(i),
        tags: [`tag-${i}`, 'all'],
        image,
        'image/encoded': image,
      });
      await writer.write(example);
    }
    await writer.close();
  }
  return root;
}
