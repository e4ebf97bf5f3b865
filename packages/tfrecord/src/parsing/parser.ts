import type { ByteInput, DecodeOptions, NDArray } from '@dareblopy/core';
import type { NativeDecoder, NativeDecoderSide } from '@dareblopy/core/extend';
import { createNativeDecoder, nativeDecoder } from '@dareblopy/core/extend';
import { decodeBatch, decodeBatchSync } from '@dareblopy/core/internal';
import { native } from '@dareblopy/native';
import type { BatchOf, ExampleOf, Features } from './feature.ts';
import { Layout } from './layout.ts';

/** Where {@link Parser.parse} puts a row. */
export interface ParseInto<B> {
  /** A batch of an earlier `decode`, or of the same shapes. */
  readonly into: B;
  /** Which row of it is filled. */
  readonly row: number;
}

/** A Decoder of messages that also parses a single one, on the calling thread. */
export interface Parser<B, R> extends NativeDecoder<ByteInput, B> {
  /**
   * One message in memory. Its arrays have no batch dimension.
   *
   * @throws DareblopyError PROTO_MALFORMED, FEATURE_MISSING, FEATURE_WRONG_KIND, FEATURE_WRONG_LENGTH,
   * NUMBER_OUT_OF_RANGE, TEXT_INVALID_UTF8; `entry` is the key.
   */
  parse(record: ByteInput): R;
  /** Fills one row of a batch's fixed arrays in place. TypeError where a feature has no fixed size. */
  parse(record: ByteInput, options: ParseInto<B>): void;
  /**
   * Messages to a batch, on the pool; a few small ones that lie in memory are parsed at once. The first
   * that fails rejects, with the path and number of its record where they are known.
   */
  decode(samples: readonly ByteInput[], options?: DecodeOptions<unknown>): Promise<B>;
}

/** Below this it takes longer to wake a thread than to parse. */
export const inlineBytes = 64 << 10;

function isSmall(samples: readonly ByteInput[]): boolean {
  let total = 0;
  for (const sample of samples) {
    if (!(sample instanceof Uint8Array)) return false;
    total += sample.byteLength + 64;
    if (total > inlineBytes) return false;
  }
  return true;
}

export function makeParser<B, R>(
  layout: Layout,
  side: NativeDecoderSide<ByteInput, B>,
  single: (batch: B) => R,
): Parser<B, R> {
  const decoder = createNativeDecoder(side);
  function parse(record: ByteInput): R;
  function parse(record: ByteInput, options: ParseInto<B>): void;
  function parse(record: ByteInput, options?: ParseInto<B>): R | undefined {
    if (options === undefined) return single(decodeBatchSync(side, [record]));
    parseInto(layout, side, record, options);
    return undefined;
  }
  return {
    [nativeDecoder]: decoder[nativeDecoder],
    parse,
    async decode(samples, options = {}) {
      const given = options as DecodeOptions<B>;
      if (!layout.hasDecoders && isSmall(samples)) {
        given.signal?.throwIfAborted();
        return decodeBatchSync(side, samples, given);
      }
      return decodeBatch(side, samples, given);
    },
  };
}

function parseInto<B>(
  layout: Layout,
  side: NativeDecoderSide<ByteInput, B>,
  record: ByteInput,
  { into, row }: ParseInto<B>,
): void {
  const variable = layout.variableNames();
  if (variable.length > 0) {
    throw new TypeError(
      `Expected features of fixed size but \`${variable.join('`, `')}\` has none`,
    );
  }
  const outputs = side.columnsOf(into).map(({ data, shape: [rows = 0] }, i) => {
    if (!Number.isInteger(row) || row < 0 || row >= rows) {
      throw new RangeError(`Expected a row from 0 to ${rows - 1} but received ${row}`);
    }
    const width = side.columns[i]?.rowBytes ?? 0;
    const view = data as unknown as ArrayBufferView;
    return new Uint8Array(view.buffer, view.byteOffset + row * width, width);
  });
  const narrowed = {
    ...side,
    assemble: () => undefined,
    columnsOf: () => outputs.map((data) => ({ data })),
  };
  const target = narrowed as unknown as NativeDecoderSide<ByteInput, B>;
  decodeBatchSync(target, [record], { into });
}

/**
 * A parser of tf.Example with the semantics of tf.io.parse_example, without TensorFlow.
 *
 * `features` are by their names in the batch, which are also their keys unless {@link key} says
 * otherwise; the batch's type follows. Features that are not named are stepped over. A Decoder of bytes
 * is a feature too: it decodes the value where it lies.
 */
export function exampleParser<const F extends Features>(
  features: F,
): Parser<BatchOf<F>, ExampleOf<F>> {
  const layout = new Layout(features);
  const side: NativeDecoderSide<ByteInput, BatchOf<F>> = {
    handle: layout.handle,
    columns: layout.columns,
    assemble: (columns, variable, rows) => layout.assemble(columns, variable, rows) as BatchOf<F>,
    columnsOf: (batch) => layout.columnsOf(batch),
  };
  return makeParser(layout, side, (batch) => layout.single(batch) as ExampleOf<F>);
}

export interface SequenceFeatures<C extends Features, S extends Features> {
  /** Read from the context, as exampleParser reads an Example. */
  readonly context?: C;
  /** Feature lists: `padded` or `ragged`. */
  readonly sequence?: S;
}

export interface SequenceBatch<C extends Features, S extends Features> {
  readonly context: BatchOf<C>;
  /** padded: [n, longest, ...shape]; ragged: rows of steps of values. */
  readonly sequence: BatchOf<S>;
  /** The number of steps of each padded list: int64 [n]. */
  readonly lengths: Readonly<Record<string, NDArray<'int64'>>>;
}

export interface SequenceExample<C extends Features, S extends Features> {
  readonly context: ExampleOf<C>;
  readonly sequence: ExampleOf<S>;
}

type None = Record<never, never>;

/** A parser of tf.SequenceExample with the semantics of tf.io.parse_sequence_example. */
export function sequenceExampleParser<
  const C extends Features = None,
  const S extends Features = None,
>(features: SequenceFeatures<C, S>): Parser<SequenceBatch<C, S>, SequenceExample<C, S>> {
  const layout = new Layout(features.context ?? {}, features.sequence ?? {});
  const side: NativeDecoderSide<ByteInput, SequenceBatch<C, S>> = {
    handle: layout.handle,
    columns: layout.columns,
    assemble: (columns, variable, rows) =>
      ({
        context: layout.assemble(columns, variable, rows),
        sequence: layout.assemble(columns, variable, rows, true),
        lengths: layout.lengths(variable),
      }) as unknown as SequenceBatch<C, S>,
    columnsOf: (batch) => layout.columnsOf(batch.context),
  };
  return makeParser(layout, side, (batch) => {
    const single = {
      context: layout.single(batch.context),
      sequence: layout.single(batch.sequence, true),
    };
    return single as unknown as SequenceExample<C, S>;
  });
}

/** What an Example or SequenceExample holds, in its order. */
export function describeExample(record: Uint8Array): {
  readonly key: string;
  readonly kind: string;
  readonly count: number;
  readonly list: boolean;
}[] {
  return native
    .describeExample(record)
    .map(([list, key, kind, count]) => ({ key, kind, count, list }));
}
