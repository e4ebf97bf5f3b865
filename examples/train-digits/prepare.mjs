// The digits on disk, written once by our writers: a ZIP of JPEGs, and TFRecords of the same JPEGs.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeJpeg } from '@dareblopy/jpeg';
import { createTFRecords, encodeExample } from '@dareblopy/tfrecord';
import { createZip } from '@dareblopy/zip';
import { readDigits } from './digits.mjs';

const cache = fileURLToPath(new URL('../.cache/', import.meta.url));

/** { zip, train, test }: the paths of the ZIP (folders train/ and test/) and of the two TFRecord files. */
export async function prepare(most) {
  const folder = join(cache, `digits-1-${most ?? 'all'}`);
  if (!existsSync(folder)) await write(folder, most);
  return {
    zip: join(folder, 'digits.zip'),
    train: join(folder, 'train.tfrecord'),
    test: join(folder, 'test.tfrecord'),
  };
}

async function write(folder, most) {
  const partial = `${folder}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  const zip = await createZip(join(partial, 'digits.zip'));
  for (const [part, digits] of Object.entries(readDigits(most))) {
    const records = await createTFRecords(join(partial, `${part}.tfrecord`));
    for (const [i, { label, image }] of digits.entries()) {
      const bytes = await encodeJpeg(image, { quality: 95 });
      await zip.add(`${part}/${String(i).padStart(5, '0')}-${label}.jpg`, bytes, {
        method: 'store',
      });
      await records.write(encodeExample({ image: bytes, label: BigInt(label), id: BigInt(i) }));
    }
    await records.close();
    console.log(`wrote ${digits.length} digits for ${part}`);
  }
  await zip.close();
  rmSync(folder, { recursive: true, force: true });
  renameSync(partial, folder);
}
