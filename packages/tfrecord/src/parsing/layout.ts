import type { FixedDType, NDArray } from '@dareblopy/core';
import type { Column } from '@dareblopy/core/extend';
import { columnsOfHandle } from '@dareblopy/core/internal';
import type { DecoderHandle, NativeFeature } from '@dareblopy/native';
import { native } from '@dareblopy/native';
import type { Feature, Features, Ragged, Sparse } from './feature.ts';
import { asFeature } from './features.ts';
import { columnCount, sideOfDecoder, toNative } from './native-feature.ts';

type Columns = readonly NDArray<FixedDType>[];
type Variable = Readonly<Record<string, unknown>>;

/** One feature of a parser: where its columns are, and what native code calls it. */
interface Slot {
  readonly name: string;
  /** Native code's name for it: names of the batch can be anything, '__proto__' too. */
  readonly id: string;
  readonly feature: Feature;
  readonly list: boolean;
  readonly first: number;
  readonly count: number;
}

/** The features of a parser, in order, and how its batch is put together from native columns and values. */
export class Layout {
  readonly handle: DecoderHandle;
  readonly columns: readonly Column[];
  /** Whether a feature is decoded by another Decoder: then a row is expensive. */
  readonly hasDecoders: boolean;
  readonly #slots: readonly Slot[];

  constructor(features: Features, lists: Features = {}) {
    const slots: Slot[] = [];
    const natives: NativeFeature[][] = [[], []];
    let first = 0;
    for (const [list, map] of [
      [false, features],
      [true, lists],
    ] as const) {
      for (const [name, given] of Object.entries(map)) {
        const feature = asFeature(given);
        if (list) checkList(name, feature);
        const id = String(slots.length);
        const count = columnCount(name, feature, list);
        natives[list ? 1 : 0]?.push(toNative(id, name, feature, list));
        slots.push({ name, id, feature, list, first, count });
        first += count;
      }
    }
    this.#slots = slots;
    this.hasDecoders = slots.some(({ feature }) => feature.how.form === 'decoder');
    this.handle = native.exampleParser(natives[0] ?? [], natives[1] ?? []);
    this.columns = columnsOfHandle(this.handle);
  }

  /** The batch's features (or its lists) by name. */
  assemble(
    columns: Columns,
    variable: unknown,
    rows: number,
    list = false,
  ): Record<string, unknown> {
    const values = (variable ?? {}) as Variable;
    const entries = this.#slots
      .filter((slot) => slot.list === list)
      .map((slot) => [slot.name, batchValue(slot, columns, values, rows)] as const);
    return Object.fromEntries(entries); // own properties, whatever their names
  }

  /** The numbers of steps of padded lists. */
  lengths(variable: unknown): Record<string, unknown> {
    const values = (variable ?? {}) as Variable;
    const lists = this.#slots.filter(({ id }) => values[`${id}.lengths`] !== undefined);
    return Object.fromEntries(lists.map(({ name, id }) => [name, values[`${id}.lengths`]]));
  }

  /** The fixed columns of a batch, in order: the inverse of `assemble`. */
  columnsOf(batch: Readonly<Record<string, unknown>>): Columns {
    return this.#slots.flatMap((slot) => {
      if (slot.count === 0) return [];
      const value = batch[slot.name];
      if (slot.feature.how.form !== 'decoder') return [value as NDArray<FixedDType>];
      return sideOfDecoder(slot.name, slot.feature).columnsOf(value as never) as Columns;
    });
  }

  /** The names of features whose values have no fixed size. */
  variableNames(): string[] {
    return this.#slots.filter(({ count }) => count === 0).map(({ name }) => name);
  }

  /** A batch of one row as the row itself: arrays without their first dimension. */
  single(batch: Readonly<Record<string, unknown>>, list = false): Record<string, unknown> {
    const entries = this.#slots
      .filter((slot) => slot.list === list)
      .map(({ name, feature }) => [name, singleValue(feature, batch[name])] as const);
    return Object.fromEntries(entries);
  }
}

function checkList(name: string, { how }: Feature): void {
  if (how.form !== 'padded' && how.form !== 'ragged') {
    throw new TypeError(`Expected feature list \`${name}\` to be padded or ragged`);
  }
  if (how.form === 'ragged' && how.partitions.length > 0) {
    throw new TypeError(
      `Expected feature list \`${name}\` to have no partitions: its steps are its rows`,
    );
  }
}

/** What a feature looks like in the batch: its form, but for tensors, which look like one of the others. */
function shapeOf({ how }: Feature) {
  if (how.form !== 'tensor') return how.form;
  return how.anyRows ? 'ragged' : 'fixed';
}

function batchValue(slot: Slot, columns: Columns, values: Variable, rows: number): unknown {
  const { feature, first, count, id } = slot;
  const own = columns.slice(first, first + count);
  switch (shapeOf(feature)) {
    case 'decoder':
      return sideOfDecoder(slot.name, feature).assemble(own, values[id], rows);
    case 'ragged': {
      const { values: all, nestedRowSplits } = values[id] as Omit<Ragged, 'rowSplits'>;
      return { values: all, rowSplits: nestedRowSplits[0], nestedRowSplits };
    }
    case 'fixed':
    case 'padded':
    case 'sparse':
      return count === 1 ? own[0] : values[id];
  }
}

function withoutBatch(array: NDArray): NDArray {
  return { ...array, shape: array.shape.slice(1) } as NDArray;
}

function singleValue(feature: Feature, value: unknown): unknown {
  switch (shapeOf(feature)) {
    case 'fixed':
    case 'padded':
      return withoutBatch(value as NDArray);
    case 'ragged': {
      const { values, nestedRowSplits } = value as Ragged;
      const inner = nestedRowSplits.slice(1);
      return inner.length === 0 ? values : { values, rowSplits: inner[0], nestedRowSplits: inner };
    }
    case 'sparse': {
      const { indices, values, denseShape } = value as Sparse;
      const [count = 0, width = 1] = indices.shape;
      const data = indices.data.filter((_, i) => i % width !== 0);
      return {
        indices: { dtype: 'int64', shape: [count, width - 1], data },
        values,
        denseShape: denseShape.slice(1),
      };
    }
    case 'decoder': {
      const array = value as Partial<NDArray>;
      if (Array.isArray(value)) return value[0];
      return Array.isArray(array.shape) ? withoutBatch(array as NDArray) : value;
    }
  }
}
