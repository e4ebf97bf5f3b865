import type { AlphaOption, CommonImageOptions } from '@dareblopy/core/internal';

/** What every decode of a PNG can be told. */
export interface ImageOptions extends CommonImageOptions {
  /**
   * 1 is luma, 3 colour (default), 4 colour with alpha. 'indices': samples as they are stored, of palette and
   * grey images: masks of class numbers; they are never averaged.
   */
  readonly channels?: 1 | 3 | 4 | 'indices';
  /** Order of the colours, default 'rgb'. */
  readonly order?: 'rgb' | 'bgr';
  /**
   * 'keep' (default with four channels), 'drop' (default with fewer: colours as they are stored, as Pillow's
   * convert('RGB')), or a colour, red, green, blue from 0 to 255, that the picture is laid over.
   */
  readonly alpha?: AlphaOption;
}
