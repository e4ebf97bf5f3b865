import type { ByteSource } from '../source/byte-source.ts';
import type { RandomAccess } from '../source/random-access.ts';
import { asRandomAccess, type Collection } from './view.ts';

/** How files are told apart: by the part of the name before its first dot, as WebDataset does. */
export type StemGroup<E extends string, S = ByteSource> = { key: string } & { [K in E]: S };

/**
 * Samples whose parts are files with the same stem: `a/0.jpg` and `a/0.cls` are the sample
 * `{ key: 'a/0', jpg, cls }`. The stem ends at the first dot of the file's name (WebDataset's rule),
 * so that an extension may have dots: 'seg.png'. In the order in which stems first appear.
 *
 * Files with other extensions are passed over.
 *
 * @throws RangeError when a stem lacks one of `extensions`, or has it twice.
 */
export function groupByStem<
  const E extends string,
  S extends { readonly name: string } = ByteSource,
>(files: Collection<S>, extensions: readonly E[]): RandomAccess<StemGroup<E, S>> {
  const source = asRandomAccess(files);
  const given: unknown = extensions;
  if (!Array.isArray(given)) {
    throw new TypeError(`Expected an array of extensions but received ${typeof given}`);
  }
  const wanted = new Map(extensions.map((extension, column) => [extension.toLowerCase(), column]));
  const groups = new Map<string, Float64Array>(); // stem -> index of each part, NaN where none yet
  for (let index = 0; index < source.length; index++) {
    const { name } = itemNow(source, index);
    const { stem, extension } = splitName(name);
    const column = wanted.get(extension);
    if (column === undefined) continue;
    let group = groups.get(stem);
    if (!group) {
      group = new Float64Array(extensions.length).fill(Number.NaN);
      groups.set(stem, group);
    }
    if (!Number.isNaN(group[column]!)) {
      throw new RangeError(
        `Expected one '${extension}' of stem '${stem}' but found another: '${name}'`,
      );
    }
    group[column] = index;
  }
  for (const [stem, group] of groups) {
    const missing = extensions.filter((_, column) => Number.isNaN(group[column]!));
    if (missing.length > 0) {
      throw new RangeError(
        `Expected '${missing.join("', '")}' beside the other files of stem '${stem}'`,
      );
    }
  }
  return new StemGroups(source, extensions, groups);
}

/** At the first dot of the last path segment; a leading dot belongs to the stem. */
export function splitName(name: string): { stem: string; extension: string } {
  const dot = name.indexOf('.', name.lastIndexOf('/') + 2);
  return dot < 0
    ? { stem: name, extension: '' }
    : { stem: name.slice(0, dot), extension: name.slice(dot + 1).toLowerCase() };
}

class StemGroups<E extends string, S> implements RandomAccess<StemGroup<E, S>> {
  readonly length: number;
  readonly fingerprint?: string;
  readonly #source: RandomAccess<S>;
  readonly #extensions: readonly E[];
  readonly #stems: readonly string[];
  readonly #indices: readonly Float64Array[];

  constructor(
    source: RandomAccess<S>,
    extensions: readonly E[],
    groups: Map<string, Float64Array>,
  ) {
    this.#source = source;
    this.#extensions = extensions;
    this.#stems = [...groups.keys()];
    this.#indices = [...groups.values()];
    this.length = this.#stems.length;
    if (source.fingerprint !== undefined) {
      this.fingerprint = `stems:${extensions.join()}(${source.fingerprint})`;
    }
  }

  get(index: number): StemGroup<E, S> {
    const indices = this.#indices[index];
    if (!indices)
      throw new RangeError(`Expected an index from 0 to ${this.length - 1} but received ${index}`);
    const group: Record<string, unknown> = { key: this.#stems[index] };
    this.#extensions.forEach((extension, column) => {
      group[extension] = itemNow(this.#source, indices[column]!);
    });
    return group as StemGroup<E, S>;
  }
}

/** Listings know their items without waiting; names are needed at once here. */
export function itemNow<S>(source: RandomAccess<S>, index: number): S {
  const item = source.get(index);
  if (typeof (item as PromiseLike<S>)?.then === 'function') {
    throw new TypeError('Expected a listing whose get() answers at once but received a promise');
  }
  return item as S;
}
