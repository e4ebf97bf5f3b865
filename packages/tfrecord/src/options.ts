/** TypeError for a value that is none of those that an option has. */
export function checkOneOf(name: string, value: unknown, values: readonly string[]): void {
  if (values.includes(value as string)) return;
  const known = values.map((one) => `'${one}'`).join(', ');
  throw new TypeError(`Expected \`${name}\` to be one of ${known} but received ${String(value)}`);
}

export function checkMaxRecordBytes(bytes: number | undefined): void {
  if (bytes === undefined || (Number.isSafeInteger(bytes) && bytes >= 0)) return;
  throw new RangeError(`Expected \`maxRecordBytes\` from 0 up but received ${String(bytes)}`);
}

export function checkAtLeastOne(name: string, value: number | undefined): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 1)) return;
  throw new RangeError(`Expected \`${name}\` from 1 up but received ${String(value)}`);
}
