import type { NDArray } from '@dareblopy/core';
import { encodeJpeg, jpeg, readJpegInfoSync, repackJpeg } from '@dareblopy/jpeg';

/** What is done with JPEGs. */
export type PictureChange =
  | { readonly kind: 'repack' }
  | {
      readonly kind: 'resize';
      /** The short side's new length in pixels; left out: only encoded anew. Smaller pictures stay. */
      readonly short?: number | undefined;
      /** Of the new JPEG, 1 to 100. */
      readonly quality: number;
    };

type Bytes = Uint8Array<ArrayBuffer>;

/** A JPEG as it is to be packed. */
export function changePicture(bytes: Bytes, change: PictureChange): Promise<Bytes> {
  return change.kind === 'repack' ? repackJpeg(bytes) : resize(bytes, change);
}

async function resize(
  bytes: Bytes,
  { short, quality }: Extract<PictureChange, { kind: 'resize' }>,
): Promise<Bytes> {
  const info = readJpegInfoSync(bytes);
  const turned = info.orientation >= 5;
  const [width, height] = turned ? [info.height, info.width] : [info.width, info.height];
  const smaller = short === undefined || Math.min(width, height) <= short;
  if (short !== undefined && smaller && info.orientation === 1) return bytes;
  const scale = smaller ? 1 : short / Math.min(width, height);
  const size = [
    Math.max(1, Math.round(height * scale)),
    Math.max(1, Math.round(width * scale)),
  ] as const;
  // Upright, since what EXIF says is not carried over.
  const channels = info.components === 1 ? 1 : 3;
  const decoder = jpeg({ size, fit: 'stretch', orientation: 'apply', channels });
  const batch = await decoder.decode([bytes]);
  const image: NDArray<'uint8'> = { dtype: 'uint8', shape: batch.shape.slice(1), data: batch.data };
  return encodeJpeg(image, { quality });
}
