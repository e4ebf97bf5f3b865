// One photograph at several sizes.
import { encodeJpegSync, jpeg } from '@dareblopy/jpeg';
import { photographs } from '../../examples/demo/photographs.mjs';

/** A JPEG of quality 90, `side` pixels wide and high. */
export async function pictureOf(side) {
  const [{ path }] = photographs;
  const { data } = await jpeg({ size: [side, side], crop: 'center' }).decode([path]);
  return encodeJpegSync({ dtype: 'uint8', shape: [side, side, 3], data }, { quality: 90 });
}
