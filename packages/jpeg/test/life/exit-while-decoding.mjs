// process.exit with 1,000 decodes pending: the exit code is the one asked for.
import { decodeJpeg, encodeJpegSync } from '@dareblopy/jpeg';

const data = new Uint8Array(256 * 256 * 3).fill(90);
const photo = encodeJpegSync({ dtype: 'uint8', shape: [256, 256, 3], data });
for (let i = 0; i < 1000; i++) void decodeJpeg(photo);
setTimeout(() => process.exit(7), 5);
