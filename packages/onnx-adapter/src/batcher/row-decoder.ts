import type { ByteInput, Decoder, NDArray } from '@dareblopy/core';
import { isDecoder } from '@dareblopy/core';
import type { NativeDecoderSide } from '@dareblopy/core/extend';
import { arrayOver, nativeSideOf, resolveItems } from '@dareblopy/core/extend';
import { decodeParts, newBatchBuffer } from '@dareblopy/core/internal';

// `any` where a type is only inferred from: a Decoder's sample and batch.
/* biome-ignore-start lint/suspicious/noExplicitAny: see above */

/** A Decoder whose rows all have one shape, or an object of such. */
export type BatcherDecode = Decoder<any, any> | { readonly [column: string]: Decoder<any, any> };

/** The samples that `decode` takes. */
export type SampleOf<D> =
  D extends Decoder<infer S, any> ? S : D[keyof D] extends Decoder<infer S, any> ? S : never;

/** The batch that `decode` comes to. */
export type BatchOf<D> =
  D extends Decoder<any, infer B>
    ? B
    : { -readonly [K in keyof D]: D[K] extends Decoder<any, infer B> ? B : never };
/* biome-ignore-end lint/suspicious/noExplicitAny: see above */

type Side<S> = NativeDecoderSide<S, unknown>;

/** Decodes single samples into rows of a batch whose memory is there already. */
export class RowDecoder<S> {
  readonly #names: readonly string[] | undefined;
  readonly #sides: readonly Side<S>[];

  /** @throws TypeError for what has no rows of one shape. */
  constructor(decode: BatcherDecode) {
    const single = isDecoder(decode);
    this.#names = single ? undefined : Object.keys(decode);
    const decoders = single ? [['decode', decode] as const] : Object.entries(decode);
    if (decoders.length === 0) throw new TypeError('Expected a Decoder for decode but received {}');
    this.#sides = decoders.map(([name, decoder]) => sideOf<S>(name, decoder));
  }

  /** Memory for `rows` rows, a buffer a column. */
  allocate(rows: number): ArrayBuffer[] {
    return this.#columns().map(({ rowBytes }) => newBatchBuffer(rowBytes * rows));
  }

  /** Reads and decodes a sample into its row. Nobody but this class may have the buffers meanwhile. */
  async decode(
    sample: S,
    buffers: readonly ArrayBuffer[],
    row: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    let column = 0;
    const done: Promise<unknown>[] = [];
    for (const side of this.#sides) {
      const outputs = side.columns.map(({ rowBytes }) => {
        return new Uint8Array(buffers[column++]!, row * rowBytes, rowBytes);
      });
      done.push(decodeRow(side, sample, outputs, signal));
    }
    const results = await Promise.allSettled(done); // while one of them writes, the row is not free
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  /** Moves a row to the place of another. */
  moveRow(buffers: readonly ArrayBuffer[], from: number, to: number): void {
    this.#columns().forEach(({ rowBytes }, column) => {
      const bytes = new Uint8Array(buffers[column]!);
      bytes.copyWithin(to * rowBytes, from * rowBytes, (from + 1) * rowBytes);
    });
  }

  /** The batch of the first `rows` rows. */
  assemble(buffers: readonly ArrayBuffer[], rows: number): unknown {
    let column = 0;
    const batches = this.#sides.map((side) => {
      const arrays = side.columns.map(({ dtype, rowShape }) => {
        return arrayOver(dtype, [rows, ...rowShape], buffers[column++]!) as NDArray<'uint8'>;
      });
      return side.assemble(arrays, undefined, rows);
    });
    if (this.#names === undefined) return batches[0];
    return Object.fromEntries(this.#names.map((name, i) => [name, batches[i]]));
  }

  #columns() {
    return this.#sides.flatMap(({ columns }) => columns);
  }
}

function sideOf<S>(name: string, decoder: unknown): Side<S> {
  const side = isDecoder(decoder) ? nativeSideOf(decoder as Decoder<S, unknown>) : undefined;
  if (side !== undefined && side.columns.length > 0) return side;
  throw new TypeError(
    `Expected for '${name}' a native Decoder whose rows all have one shape, such as jpeg({ size }), ` +
      `but received ${side ? 'one of rows of any shape' : typeof decoder}`,
  );
}

async function decodeRow<S>(
  side: Side<S>,
  sample: S,
  outputs: readonly Uint8Array[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const input = side.select ? side.select(sample) : (sample as ByteInput);
  const items = await resolveItems([input], signal);
  const part = { side: side as never, outputs };
  const { failures, values } = await decodeParts(items, [part], { direct: true, signal });
  if (failures?.[0]) throw failures[0][1];
  if (values[0] !== undefined) {
    throw new TypeError('Expected a Decoder whose columns all have rows of one shape');
  }
}
