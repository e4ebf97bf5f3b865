import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ByteInput, Decoder } from '@dareblopy/core';
import { isDecoder } from '@dareblopy/core';
import type { GridOptions, JpegOptions } from '@dareblopy/jpeg';
import { jpeg } from '@dareblopy/jpeg';
import { UsageError } from '../terminal/exit.ts';

/** How pictures become rows, and what a grid of them has to undo. */
export interface Transform {
  readonly decoder: Decoder<ByteInput, unknown>;
  /** The options of jpeg(), where it was made of them. */
  readonly options?: JpegOptions;
  readonly grid: Pick<GridOptions, 'range' | 'normalize' | 'layout'>;
}

export function transformOf(options: JpegOptions): Transform {
  const { range, normalize, layout } = options;
  return {
    decoder: jpeg(options),
    options,
    grid: {
      ...(range ? { range } : {}),
      ...(normalize ? { normalize } : {}),
      ...(layout ? { layout } : {}),
    },
  };
}

/**
 * What the module at `path` exports as default: options of jpeg(), a Decoder, or a function that answers one
 * of these; without a path what `otherwise` are.
 */
export async function loadTransform(
  path: string | undefined,
  otherwise: JpegOptions,
): Promise<Transform> {
  if (path === undefined) return transformOf(otherwise);
  let module: { default?: unknown };
  try {
    module = (await import(pathToFileURL(resolve(path)).href)) as { default?: unknown };
  } catch (error) {
    throw new UsageError(`${path} cannot be loaded: ${(error as Error).message}`);
  }
  const exported = module.default;
  const value: unknown = typeof exported === 'function' ? await exported() : exported;
  if (isDecoder(value)) return { decoder: value as Decoder<ByteInput, unknown>, grid: {} };
  if (typeof value === 'object' && value !== null) return transformOf(value as JpegOptions);
  throw new UsageError(
    `Expected ${path} to export options of jpeg(), or a Decoder, as default but it exports ${typeof value}`,
  );
}
