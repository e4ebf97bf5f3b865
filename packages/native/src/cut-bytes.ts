/** The first `count` parts of a buffer, one after the other, as views of it; part i ends at `ends[i]`. */
export function cutBytes(
  buffer: ArrayBuffer,
  ends: ArrayLike<number>,
  count: number = ends.length,
): Uint8Array<ArrayBuffer>[] {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let i = 0, begin = 0; i < count; i++) {
    const end = ends[i] as number;
    parts.push(new Uint8Array(buffer, begin, end - begin));
    begin = end;
  }
  return parts;
}
