// Every external name of IJG libjpeg, given a prefix, so that it can be linked
// beside libjpeg-turbo, which has functions of the same names.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Text of a header of #defines, made from the library's own sources. */
export function renameHeader(source) {
  const names = new Set();
  for (const file of readdirSync(source)) {
    if (!/^j.*\.[ch]$/.test(file)) continue;
    const text = readFileSync(join(source, file), 'utf8');
    // Functions are declared EXTERN(type) name and defined GLOBAL(type) name.
    for (const match of text.matchAll(/\b(?:GLOBAL|EXTERN)\([^)]*\)\s*(j\w+)/g))
      names.add(match[1]);
    // Tables: const type name[...], at the start of a line and not static.
    for (const match of text.matchAll(/^(?:extern )?const [\w ]*?\*?\s*(?:const\s+)?(j\w+)\[/gm)) {
      names.add(match[1]);
    }
  }
  const lines = [...names].sort().map((name) => `#define ${name} ijg_${name}`);
  return `#ifndef IJG_RENAME_H\n#define IJG_RENAME_H\n${lines.join('\n')}\n#endif\n`;
}
