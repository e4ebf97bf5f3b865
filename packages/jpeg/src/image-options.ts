import type { CommonImageOptions, JpegCodecOptions } from '@dareblopy/core/internal';

/** What every decode can be told. */
export interface ImageOptions extends CommonImageOptions, JpegCodecOptions {
  /** 1 is luma, 3 colour, 4 colour with an alpha of 255 (or the four inks, with `order: 'cmyk'`). Default 3. */
  readonly channels?: 1 | 3 | 4;
  /** Order of the colours, default 'rgb'. 'cmyk': as stored by Adobe's programs, 0 is full ink. */
  readonly order?: 'rgb' | 'bgr' | 'cmyk';
}
