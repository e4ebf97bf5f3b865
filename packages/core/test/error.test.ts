import { native } from '@dareblopy/native';
import { expect, it } from 'vitest';
import { DareblopyError, errorCodes, isDareblopyError, openFile } from '../src/index.ts';

it('has the very codes that the core has', () => {
  expect([...errorCodes]).toEqual(native.errorCodes());
});

it('narrows by code', async () => {
  const error: unknown = await openFile('/no/such/file').catch((e) => e);
  expect(error).toBeInstanceOf(DareblopyError);
  expect(isDareblopyError(error)).toBe(true);
  expect(isDareblopyError(error, 'IO_NOT_FOUND')).toBe(true);
  expect(isDareblopyError(error, 'ZIP_CORRUPT')).toBe(false);
  expect(isDareblopyError(new Error('other'))).toBe(false);
  expect((error as Error).message).toBe('cannot open: No such file or directory (/no/such/file)');
});
