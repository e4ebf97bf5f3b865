import type { ByteInput, Decoder, DType, NDArray } from '@dareblopy/core';

/** Rows of any length: row i of the batch is `values` from `rowSplits[i]` up to `rowSplits[i + 1]`. */
export interface Ragged<D extends DType = DType, S extends 'int32' | 'int64' = 'int32'> {
  readonly values: NDArray<D>;
  /** [n + 1], from 0 to the number of values (with partitions: of rows of the next level). */
  readonly rowSplits: NDArray<S>;
  /** All levels, the outermost (`rowSplits`) first. */
  readonly nestedRowSplits: readonly NDArray<S>[];
}

/** Values and where they lie: value i at `indices` [i], the first of which is its row. */
export interface Sparse<D extends DType = DType> {
  /** int64 [values, 1 + dimensions], row-major; sorted unless `alreadySorted` was said. */
  readonly indices: NDArray<'int64'>;
  readonly values: NDArray<D>;
  readonly denseShape: readonly number[];
}

declare const batchType: unique symbol;
declare const rowType: unique symbol;

/** How tf.io.RaggedFeature's partitions cut values into rows; each names the feature that holds it. */
export type Partition =
  | { readonly rowLengths: string }
  | { readonly rowSplits: string }
  | { readonly rowLimits: string }
  | { readonly rowStarts: string }
  | { readonly valueRowIds: string }
  | { readonly uniformRowLength: number };

/** What a feature's value becomes. */
export interface Element {
  readonly source: 'bytes' | 'float32' | 'int64';
  /** Of the batch. */
  readonly dtype: string;
  /** Numbers whose bytes are a BytesList's single value. */
  readonly raw: boolean;
  readonly bigEndian: boolean;
}

export type FeatureForm =
  | { readonly form: 'fixed'; readonly shape: readonly number[]; readonly default?: unknown }
  | {
      readonly form: 'ragged';
      readonly partitions: readonly Partition[];
      readonly splits: 'int32' | 'int64';
    }
  | {
      readonly form: 'padded';
      readonly shape: readonly number[];
      readonly length?: number | undefined;
      readonly value?: unknown;
      readonly truncate: boolean;
      readonly allowMissing: boolean;
    }
  | {
      readonly form: 'sparse';
      readonly index: readonly string[];
      readonly value: string;
      readonly size: readonly number[];
      readonly alreadySorted: boolean;
    }
  | {
      readonly form: 'tensor';
      /** As the TensorProto says; `shape` is that of a row of the batch. */
      readonly tensor: string;
      readonly shape: readonly number[];
      /** The first dimension may be any number: rows are ragged. */
      readonly anyRows: boolean;
      readonly splits: 'int32' | 'int64';
      readonly default?: unknown;
    }
  | { readonly form: 'decoder'; readonly decoder: Decoder<ByteInput, unknown> };

/**
 * One feature of a parser, made by {@link fixedLen}, {@link ragged}, {@link padded}, {@link sparse},
 * {@link serializedTensor} or {@link key}. B is what it becomes in a batch, R in a single Example.
 */
export interface Feature<out B = unknown, out R = B> {
  readonly key?: string;
  readonly element: Element;
  readonly how: FeatureForm;
  readonly [batchType]?: B;
  readonly [rowType]?: R;
}

/** Features by the names they have in the batch. A Decoder of bytes is a feature by itself. */
export type Features = Readonly<Record<string, Feature | Decoder<ByteInput, unknown>>>;

export type BatchOf<F extends Features> = {
  readonly [K in keyof F]: F[K] extends Feature<infer B, unknown>
    ? B
    : F[K] extends Decoder<never, infer B>
      ? B
      : never;
};

export type ExampleOf<F extends Features> = {
  readonly [K in keyof F]: F[K] extends Feature<unknown, infer R>
    ? R
    : F[K] extends Decoder<never, infer B>
      ? B
      : never;
};
