import { type ByteInput, type Decoder, isDecoder } from '@dareblopy/core';
import { type NativeDecoderSide, nativeSideOf } from '@dareblopy/core/extend';
import type { DecodeOption, SampleFunction } from '../types.ts';

/** Native decoders of the same part of the sample: its bytes are read once for all of them. */
export interface NativeGroup<S> {
  /** The part of the sample; undefined: the sample itself. */
  readonly select: ((sample: S) => ByteInput) | undefined;
  readonly sides: NativeDecoderSide<S, unknown>[];
}

/** Where a column of the batch comes from. */
export type Part<S> =
  | {
      readonly kind: 'native';
      readonly name: string;
      readonly group: number;
      readonly place: number;
    }
  | { readonly kind: 'decoder'; readonly name: string; readonly decoder: Decoder<S, unknown> }
  | { readonly kind: 'function'; readonly name: string; readonly of: SampleFunction<S, unknown> };

/** What `decode` asks for, sorted by how it is done. */
export interface DecodePlan<S> {
  readonly parts: readonly Part<S>[];
  readonly groups: readonly NativeGroup<S>[];
  /** The batch is the only part, not an object of parts. */
  readonly single: boolean;
  /** Samples are bytes that only native decoders see. */
  readonly nativeOnly: boolean;
  /** Native decoders read the samples themselves, not parts that a function selects. */
  readonly nativeSamples: boolean;
}

/** The name of the only part of a batch that is no object, in messages. */
const SINGLE = 'decode';

/** @throws TypeError for what is no Decoder, function, or object of them. */
export function planDecode<S>(decode: DecodeOption<S>): DecodePlan<S> {
  const single = isDecoder(decode) || typeof decode === 'function';
  const entries = single ? [[SINGLE, decode] as const] : entriesOf(decode);
  const groups: NativeGroup<S>[] = [];
  const parts = entries.map(([name, entry]) => partOf(name, entry, groups));
  const nativeOnly =
    parts.every(({ kind }) => kind === 'native') && groups.every(({ select }) => !select);
  const nativeSamples = groups.some(({ select }) => !select);
  return { parts, groups, single, nativeOnly, nativeSamples };
}

function entriesOf(decode: unknown): (readonly [string, unknown])[] {
  if (typeof decode !== 'object' || decode === null) {
    throw new TypeError(
      `Expected a Decoder, a function or an object of them for decode but received ${typeof decode}`,
    );
  }
  const entries = Object.entries(decode);
  if (entries.length === 0) {
    throw new TypeError('Expected at least one column for decode but received an empty object');
  }
  return entries;
}

function partOf<S>(name: string, entry: unknown, groups: NativeGroup<S>[]): Part<S> {
  if (typeof entry === 'function') {
    return { kind: 'function', name, of: entry as SampleFunction<S, unknown> };
  }
  if (!isDecoder(entry)) {
    throw new TypeError(
      `Expected a Decoder or a function for column '${name}' but received ${typeof entry}`,
    );
  }
  const side = nativeSideOf(entry as Decoder<S, unknown>);
  if (!side) return { kind: 'decoder', name, decoder: entry as Decoder<S, unknown> };
  const { select } = side;
  let group = groups.findIndex((candidate) => candidate.select === select);
  if (group < 0) group = groups.push({ select, sides: [] }) - 1;
  const place = groups[group]!.sides.push(side) - 1;
  return { kind: 'native', name, group, place };
}
