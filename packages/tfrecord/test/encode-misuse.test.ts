import { expect, it } from 'vitest';
import { encodeExample } from '../src/index.ts';

it('refuses a DataView, whose elements have no type', () => {
  const view = new DataView(new ArrayBuffer(8));
  for (const value of [view, { int64: view }, { float32: view }, { bytes: view }]) {
    expect(() => encodeExample({ a: value as never })).toThrow(TypeError);
    expect(() => encodeExample({ a: value as never })).toThrow(/^Expected .*`a`.* received/);
  }
});
