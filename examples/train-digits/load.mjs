// Loaders of the digits: batches { image: float32 [n, 28, 28, 1], label: int32 [n], id: int32 [n] }.
import { jpeg } from '@dareblopy/jpeg';
import { DataLoader } from '@dareblopy/loader';
import { exampleParser, fixedLen, key, openTFRecords } from '@dareblopy/tfrecord';
import { openZip } from '@dareblopy/zip';
import { SIDE } from './digits.mjs';

export const decodeDigit = jpeg({ size: [SIDE, SIDE], channels: 1, dtype: 'float32' });
const int = () => fixedLen([], 'int64', { as: 'int32' });

/**
 * { loader, close } of one part of the digits, from the ZIP or from the TFRecords.
 *
 * @param {'zip' | 'tfrecord'} from
 * @param {'train' | 'test'} part
 * @param options of the loader: batchSize, shuffle, resumeFrom, ...
 */
export async function openDigits(paths, from, part, options) {
  if (from === 'zip') {
    const archive = await openZip(paths.zip);
    const loader = new DataLoader(archive.glob(`${part}/*.jpg`), {
      decode: {
        image: decodeDigit,
        label: ({ name }) => Number(/-(\d)\.jpg$/.exec(name)[1]),
        id: (_entry, { index }) => index,
      },
      ...options,
    });
    return { loader, close: () => closeBoth(loader, archive) };
  }
  const records = await openTFRecords(paths[part]);
  const decode = exampleParser({ image: key('image', decodeDigit), label: int(), id: int() });
  const loader = new DataLoader(records, { decode, ...options });
  return { loader, close: () => closeBoth(loader, records) };
}

async function closeBoth(loader, source) {
  await loader.close();
  await source.close();
}
