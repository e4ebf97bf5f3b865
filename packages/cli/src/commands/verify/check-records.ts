import type { ByteInput, ByteSource, Decoder } from '@dareblopy/core';
import { exampleParser, key, ragged, sequenceExampleParser } from '@dareblopy/tfrecord';
import { isDecoded } from '../../pictures/kind.ts';
import type { FeatureSeen, Schema } from '../../records/schema.ts';
import type { Failed } from './check.ts';
import { check, wholePicture } from './check.ts';

export interface RecordOutcome {
  readonly failed: Failed;
  readonly deviating: Failed;
  readonly parsed: number;
  readonly decoded: number;
}

/** How records of a schema are looked at: strictly, and again where that fails. */
export interface RecordChecks {
  readonly strict: readonly Decoder<ByteInput, unknown>[];
  readonly lenient: readonly Decoder<ByteInput, unknown>[];
  readonly parses: boolean;
  readonly pictures: number;
}

/** Features as they were seen, of any length each, and pictures decoded. */
export function recordChecks(schema: Schema): RecordChecks {
  const { kind, features } = schema;
  if (kind === 'picture') {
    return {
      strict: [wholePicture(true)],
      lenient: [wholePicture(false)],
      parses: false,
      pictures: 1,
    };
  }
  if (kind !== 'example' && kind !== 'sequence') {
    return { strict: [], lenient: [], parses: false, pictures: 0 };
  }
  const context = features.filter((feature) => !feature.list);
  const lists = features.filter((feature) => feature.list);
  const parser =
    kind === 'example'
      ? exampleParser(anyLength(context))
      : sequenceExampleParser({ context: anyLength(context), sequence: anyLength(lists) });
  const pictures = context.filter(
    ({ content, minLength, maxLength, present }) =>
      isDecoded(content as never) &&
      minLength === 1 &&
      maxLength === 1 &&
      present === schema.sampled,
  );
  const decoders = (strict: boolean) =>
    pictures.length === 0 || kind === 'sequence'
      ? []
      : [
          exampleParser(
            Object.fromEntries(pictures.map((f, i) => [`p${i}`, key(f.key, wholePicture(strict))])),
          ),
        ];
  return {
    strict: [parser, ...decoders(true)],
    lenient: [parser, ...decoders(false)],
    parses: true,
    pictures: kind === 'sequence' ? 0 : pictures.length,
  };
}

function anyLength(features: readonly FeatureSeen[]) {
  return Object.fromEntries(
    features
      .filter(({ kinds }) => kinds.length > 0)
      .map((feature, i) => [`f${i}`, key(feature.key, ragged(feature.kinds[0] as 'int64'))]),
  );
}

/** Reads, checks, parses and decodes records. */
export async function checkRecords(
  sources: readonly ByteSource[],
  checks: RecordChecks,
  signal: AbortSignal,
): Promise<RecordOutcome> {
  const first = await check(sources, checks.strict, signal);
  const suspects = [...first.keys()];
  const second = await check(
    suspects.map((place) => sources[place] as ByteSource),
    checks.lenient,
    signal,
  );
  const failed = new Map<number, unknown>();
  const deviating = new Map<number, unknown>();
  suspects.forEach((place, k) => {
    if (second.has(k)) failed.set(place, second.get(k));
    else deviating.set(place, first.get(place));
  });
  const good = sources.length - failed.size;
  return { failed, deviating, parsed: checks.parses ? good : 0, decoded: good * checks.pictures };
}
