/** `*` within a part of the name, `**` across parts, `?` and `{a,b}`. */
export function globToRegExp(glob: string): string {
  return glob
    .replace(/[.+^$()|\\]/g, '\\$&')
    .replace(/\{([^}]*)\}/g, (_, list: string) => `(${list.replaceAll(',', '|')})`)
    .replace(/\*\*\/?|\*|\?/g, (part) => {
      if (part === '?') return '[^/]';
      return part === '*' ? '[^/]*' : '.*';
    });
}
