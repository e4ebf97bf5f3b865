// Keeps the pool decoding until it is terminated.
import { parentPort } from 'node:worker_threads';
import { decodeJpeg, encodeJpegSync, jpeg } from '@dareblopy/jpeg';

const data = Uint8Array.from({ length: 480 * 640 * 3 }, (_, i) => (i * 2654435761) >>> 24);
const photo = encodeJpegSync({ dtype: 'uint8', shape: [480, 640, 3], data }, { quality: 90 });
const decoder = jpeg({ size: [224, 224], crop: 'random', dtype: 'float32', layout: 'CHW' });
const into = new Uint8Array(data.length);
parentPort.postMessage('started');
for (;;) {
  await Promise.all([
    decoder.decode(Array(8).fill(photo)),
    decodeJpeg(photo),
    decodeJpeg(photo, { into }),
  ]);
}
