import type { JpegOptions } from '@dareblopy/jpeg';

/** The options that the page turns, over those that the command was given; jpeg() checks what comes out. */
export function readTransform(options: JpegOptions, query: URLSearchParams): JpegOptions {
  const text = (name: string) => query.get(name) ?? undefined;
  const number = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined);
  const [height, width] = [number('height'), number('width')];
  const crop = text('crop') as JpegOptions['crop'];
  const fit = text('fit') as JpegOptions['fit'];
  const flip = number('flip');
  const area = number('area');
  const jitter = {
    ...options.jitter,
    ...defined({
      brightness: number('brightness'),
      contrast: number('contrast'),
      saturation: number('saturation'),
    }),
  };
  for (const extent of [height, width]) {
    if (extent !== undefined && !(extent >= 1 && extent <= 1024))
      throw new RangeError('Expected a size from 1 to 1024');
  }
  return {
    ...options,
    size: [height ?? options.size[0], width ?? options.size[1]],
    ...defined({ crop, fit }),
    ...(flip === undefined ? {} : { flip: { ...options.flip, horizontal: flip } }),
    ...(area === undefined ? {} : { area: [area, 1] as const }),
    ...(Object.keys(jitter).length > 0 ? { jitter } : {}),
  };
}

function defined<T extends Record<string, unknown>>(
  values: T,
): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as never;
}
