import type { AlphaOption, CommonImageOptions, JpegCodecOptions } from '@dareblopy/core/internal';

/** What every decode can be told: the options of `jpeg()`, and what becomes of transparency. */
export interface ImageOptions extends CommonImageOptions, JpegCodecOptions {
  /** 1 is luma, 3 colour (default), 4 colour with alpha: 255 throughout where the picture has none. */
  readonly channels?: 1 | 3 | 4;
  /** Order of the colours, default 'rgb'. 'cmyk', the inks of a JPEG, is refused by the other formats. */
  readonly order?: 'rgb' | 'bgr' | 'cmyk';
  /**
   * 'keep' (default with four channels), 'drop' (default with fewer: colours as they are stored, as Pillow's
   * convert('RGB')), or a colour, red, green, blue from 0 to 255, that the picture is laid over.
   */
  readonly alpha?: AlphaOption;
}
