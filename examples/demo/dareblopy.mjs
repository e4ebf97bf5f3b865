// The main job with this library.
import { jpeg } from '@dareblopy/jpeg';
import { DataLoader } from '@dareblopy/loader';
import { openZip } from '@dareblopy/zip';
import { BATCH_SIZE, MEAN, SIZE, STD } from './settings.mjs';

/** Opens the archive and a loader on it; `close` closes both. */
export async function openLoader(zip) {
  const archive = await openZip(zip);
  const loader = new DataLoader(archive.glob('**/*.jpg'), {
    decode: {
      image: jpeg({
        size: [SIZE, SIZE],
        fit: 'none',
        crop: 'random',
        flip: { horizontal: 0.5 },
        dtype: 'float32',
        layout: 'CHW',
        normalize: { mean: MEAN, std: STD },
      }),
      index: (_entry, { index }) => index,
    },
    batchSize: BATCH_SIZE,
    shuffle: { seed: 7 },
  });
  const close = async () => {
    await loader.close();
    await archive.close();
  };
  return { loader, close };
}

/** From a closed file to all its batches, `epochs` times over; answers the number of images. */
export async function loadWithDareblopy(zip, epochs) {
  const { loader, close } = await openLoader(zip);
  let images = 0;
  for await (const { image } of loader.epochs(epochs)) images += image.shape[0];
  await close();
  return images;
}
