// 200 tiles of nine public-domain photographs, as JPEGs of about 30 kB.
import { decodeJpeg, encodeJpeg, readJpegInfo } from '@dareblopy/jpeg';
import { photographs } from './photographs.mjs';

export const TILES = 200;
export const TILE_SIZE = 256;
const WANTED_BYTES = 30_000;

/** [{ name, bytes }], and the JPEG quality at which they average about 30 kB. */
export async function makeTiles() {
  const cuts = (await Promise.all(photographs.map(cutPhotograph))).flat();
  const quality = await findQuality(cuts.filter((_, i) => i % 5 === 0));
  const tiles = await Promise.all(
    cuts.map(async ({ name, image }) => ({ name, bytes: await encodeJpeg(image, { quality }) })),
  );
  return { tiles, quality };
}

async function cutPhotograph({ name, path }, index) {
  const { width, height } = await readJpegInfo(path);
  const share = TILES / photographs.length;
  const count = Math.round((index + 1) * share) - Math.round(index * share);
  return Promise.all(
    places(width, height, count).map(async ({ x, y }) => ({
      name: `${name}/${name}-${x}-${y}.jpg`,
      image: await decodeJpeg(path, { region: { x, y, width: TILE_SIZE, height: TILE_SIZE } }),
    })),
  );
}

/** `count` places of a tile, in rows and columns that spread over the whole photograph. */
function places(width, height, count) {
  const columns = Math.ceil(Math.sqrt((count * width) / height));
  const rows = Math.ceil(count / columns);
  const spread = (i, n, room) => Math.round((i * room) / Math.max(n - 1, 1));
  return Array.from({ length: count }, (_, i) => ({
    x: spread(i % columns, columns, width - TILE_SIZE),
    y: spread(Math.floor(i / columns), rows, height - TILE_SIZE),
  }));
}

/** The JPEG quality at which the images come closest to the wanted mean size from below. */
async function findQuality(cuts) {
  let [low, high] = [50, 100];
  while (high - low > 1) {
    const quality = Math.floor((low + high) / 2);
    const files = await Promise.all(cuts.map(({ image }) => encodeJpeg(image, { quality })));
    const mean = files.reduce((sum, file) => sum + file.length, 0) / files.length;
    if (mean <= WANTED_BYTES) low = quality;
    else high = quality;
  }
  return low;
}
