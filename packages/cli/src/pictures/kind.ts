/** Pictures that are recognised; those of `decoded` kinds are decoded, too. */
export type PictureKind = 'jpeg' | 'png' | 'webp' | 'gif' | 'bmp' | 'tiff' | 'avif';

const byExtension: Readonly<Record<string, PictureKind>> = {
  jpg: 'jpeg',
  jpeg: 'jpeg',
  jpe: 'jpeg',
  jfif: 'jpeg',
  png: 'png',
  webp: 'webp',
  gif: 'gif',
  bmp: 'bmp',
  tif: 'tiff',
  tiff: 'tiff',
  avif: 'avif',
};

/** 'jpg' of 'a/b.JPG'; '' where there is none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > name.lastIndexOf('/') + 1 ? name.slice(dot + 1).toLowerCase() : '';
}

/** What a name says. */
export function kindByName(name: string): PictureKind | undefined {
  return byExtension[extensionOf(name)];
}

/** What the first 12 bytes say. */
export function kindByContent(head: Uint8Array): PictureKind | undefined {
  const text = String.fromCharCode(...head.subarray(0, 12));
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (text.startsWith('RIFF') && text.slice(8) === 'WEBP') return 'webp';
  if (text.startsWith('GIF8')) return 'gif';
  if (text.startsWith('BM')) return 'bmp';
  if (text.startsWith('II*\0') || text.startsWith('MM\0*')) return 'tiff';
  return text.slice(4) === 'ftypavif' ? 'avif' : undefined;
}

/** The kinds whose pixels this version reads. */
export function isDecoded(kind: PictureKind | undefined): kind is 'jpeg' {
  return kind === 'jpeg';
}
