// Photographs made small, and how near each way comes to Pillow's antialiased resize of the whole image.
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jpeg } from '@dareblopy/jpeg';
import sharp from 'sharp';
import { pairedRounds, printTable } from '../lib/paired.mjs';
import { large, peerRow, peers, rounds, sharedBatch, threads } from './setup.mjs';

const size = [224, 224];

/** Peak signal-to-noise ratio in dB. */
function psnr(pixels, reference) {
  let squares = 0;
  for (let i = 0; i < pixels.length; i++) squares += (pixels[i] - reference[i]) ** 2;
  return 10 * Math.log10((255 * 255 * pixels.length) / squares);
}

/** The pixels that a peer's work makes. */
async function pixelsOf(peer, work) {
  const path = join(tmpdir(), `dareblopy-bench-${process.pid}.bin`);
  await peer.ask(`save ${work} ${path}`);
  return readFileSync(path);
}

async function peerRows(peer, work, name, reference) {
  if (peer.absent) return peerRow(peer, work, name);
  const quality = psnr(await pixelsOf(peer, work), reference);
  return peerRow(peer, work, name, `reused, PSNR ${quality.toFixed(1)} dB`);
}

export async function benchSmall() {
  const fast = jpeg({ size });
  const exact = jpeg({ size, exact: true });
  const exactPixels = (await exact.decode(large)).data;
  const reference = !peers.pillow.absent
    ? await pixelsOf(peers.pillow, 'small-exact')
    : exactPixels;
  const note = (memory, pixels) => `${memory}, PSNR ${psnr(pixels, reference).toFixed(1)} dB`;
  const resize = (file) =>
    sharp(file).resize(224, 224, { fit: 'cover', kernel: 'linear' }).removeAlpha().raw().toBuffer();
  const bySharp = () => Promise.all(large.map(resize));
  const batches = [0, 1].map(() => sharedBatch([large.length, ...size, 3]));
  const rows = [
    {
      name: 'jpeg({ size })',
      run: () => fast.decode(large, { into: batches[0] }),
      note: note('reused', (await fast.decode(large)).data),
    },
    {
      name: 'jpeg({ size, exact: true })',
      run: () => exact.decode(large, { into: batches[1] }),
      note: note('reused', exactPixels),
      ours: true,
    },
    {
      name: 'sharp, Promise.all',
      run: bySharp,
      note: note('fresh', Buffer.concat(await bySharp())),
    },
    ...(await peerRows(peers.simplejpeg, 'small', 'simplejpeg scaled, OpenCV area', reference)),
    ...(await peerRows(peers.pillow, 'small', 'Pillow, draft and box', reference)),
    ...(await peerRows(peers.pillow, 'small-exact', 'Pillow, the whole image', reference)),
    ...(await peerRows(peers.pillowSimd, 'small', 'pillow-simd, draft and box', reference)),
  ];
  printTable(
    `${large.length} of 1280x853 to 224x224, ${threads} threads`,
    await pairedRounds(rows, { rounds }),
  );
  const against = !peers.pillow.absent
    ? "Pillow's antialiased resize of the whole image"
    : 'our own exact';
  console.log(`  PSNR against ${against}`);
}
