/** Paths of the virtual file system: absolute, with `/`, `.` and `..` worked out; nothing leads above `/`. */
export function normalizePath(path: string, base = '/'): string {
  if (path.includes('\0')) throw new TypeError('Expected a path without null bytes');
  const whole = path.startsWith('/') ? path : `${base}/${path}`;
  const parts: string[] = [];
  for (const part of whole.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** What of `path` lies below `mountPoint`, without a leading `/`; undefined where it does not. */
export function relativeTo(mountPoint: string, path: string): string | undefined {
  if (mountPoint === '/') return path.slice(1);
  if (path === mountPoint) return '';
  return path.startsWith(`${mountPoint}/`) ? path.slice(mountPoint.length + 1) : undefined;
}
