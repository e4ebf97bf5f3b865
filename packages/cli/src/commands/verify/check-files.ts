import type { ByteSource } from '@dareblopy/core';
import { DareblopyError, isDareblopyError } from '@dareblopy/core';
import { extensionOf, isDecoded, kindByContent, kindByName } from '../../pictures/kind.ts';
import type { Failed } from './check.ts';
import { beginAsJpeg, check, wholePicture } from './check.ts';

export interface FileOutcome {
  /** Of damage, or what cannot be read. */
  readonly failed: Failed;
  /** Of pictures whose pixels are all there, but that deviate. */
  readonly deviating: Failed;
  readonly decoded: number;
  readonly notDecoded: readonly string[];
}

const strictly = wholePicture(true);
const leniently = wholePicture(false);

/** Checks items that have names: what is a picture by its name (or, without extension, its bytes) is decoded. */
export async function checkFiles(
  sources: readonly ByteSource[],
  names: readonly string[],
  signal: AbortSignal,
): Promise<FileOutcome> {
  const pictures: number[] = [];
  const others: number[] = [];
  const notDecoded: string[] = [];
  const unnamed = names.flatMap((name, i) => (extensionOf(name) === '' ? [i] : []));
  const sniffed = new Set<number>();
  if (unnamed.length > 0) {
    const found = await beginAsJpeg(unnamed.map((i) => sources[i] as ByteSource));
    for (const [k, i] of unnamed.entries()) if (found[k]) sniffed.add(i);
  }
  names.forEach((name, i) => {
    const kind = kindByName(name);
    if (isDecoded(kind) || sniffed.has(i)) pictures.push(i);
    else {
      others.push(i);
      if (kind) notDecoded.push(kind);
    }
  });
  const at = (places: readonly number[]) => places.map((i) => sources[i] as ByteSource);
  const [read, first] = await Promise.all([
    check(at(others), [], signal),
    check(at(pictures), [strictly], signal),
  ]);
  const failed = new Map<number, unknown>();
  const deviating = new Map<number, unknown>();
  for (const [place, error] of read) failed.set(others[place] as number, error);
  // What strict decoding refused is asked again: whoever passes then only deviates.
  const suspects = [...first.keys()].map((place) => pictures[place] as number);
  const second = await check(at(suspects), [leniently], signal);
  await nameStrangers(second, at(suspects));
  for (const [k, [, error]] of [...first].entries()) {
    const place = suspects[k] as number;
    if (second.has(k)) failed.set(place, second.get(k));
    else deviating.set(place, error);
  }
  return {
    failed,
    deviating,
    decoded: pictures.length - failedPictures(failed, pictures),
    notDecoded,
  };
}

/** Pictures of another kind under a JPEG's name are no damage: it is said what they are. */
async function nameStrangers(
  failed: Map<number, unknown>,
  sources: readonly ByteSource[],
): Promise<void> {
  for (const [place, error] of failed) {
    if (!isDareblopyError(error, 'JPEG_NOT_A_JPEG')) continue;
    const source = sources[place] as ByteSource;
    const head = await source
      .slice(0, 12)
      .bytes()
      .catch(() => undefined);
    const kind = head && kindByContent(head);
    if (!kind) continue;
    const message = `a picture of another kind, ${kind}, under a JPEG's name`;
    failed.set(place, new DareblopyError('JPEG_UNSUPPORTED', message, { cause: error }));
  }
}

function failedPictures(failed: Failed, pictures: readonly number[]): number {
  return pictures.filter((place) => failed.has(place)).length;
}
