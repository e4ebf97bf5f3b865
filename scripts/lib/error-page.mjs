// docs/errors.md, made of the source: the codes and causes of packages/core/src/error-code.ts, and what to
// do about each of error-fix.ts beside it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

const source = join(root, 'packages/core/src/error-code.ts');

/** What the part of a code before its first `_` says. */
const GROUPS = {
  '': 'Anywhere',
  IO: 'Files and folders',
  ZIP: 'ZIP archives',
  TAR: 'Tar archives',
  JPEG: 'JPEG',
  PNG: 'PNG',
  WEBP: 'WebP',
  IMAGE: 'Pictures',
  TFRECORD: 'TFRecord files',
  GZIP: 'GZIP and ZLIB',
  ZSTD: 'Zstandard',
  PROTO: 'Protobuf',
  FEATURE: 'Features of Examples',
  LOADER: 'The loader',
  REMOTE: 'Objects over HTTP and in S3',
};

const HEAD = `# Error codes

What a file or the system did wrong is a \`DareblopyError\`. Its \`code\` says what, its fields say where: \`path\`, \`entry\`
(a name in an archive, or the key of a feature), \`record\`, \`offset\` in bytes, \`expected\` and \`actual\`, and \`cause\`.

\`\`\`ts
import { errorFixes, isDareblopyError, readFiles } from '@dareblopy/core';

try {
  await readFiles(['no-such-file.bin']);
} catch (error) {
  if (!isDareblopyError(error)) throw error;
  console.error(error.message);
  console.error(error.code, error.path);
  console.error(errorFixes[error.code]); // what to do, as below
}
\`\`\`

Misuse by the caller is a \`TypeError\` or \`RangeError\` instead, whose message names what was expected. An abort rejects
with \`signal.reason\`. How errors fit into a training run: [bad data](concepts/bad-data.md).

This page is made of the source by \`pnpm surface\`.
`;

/** [{ code, cause }] as error-code.ts has them, in its order. */
export function errorCauses(text = readFileSync(source, 'utf8')) {
  const union = text.slice(text.indexOf('export type ErrorCode'), text.indexOf('export const'));
  const members = union.matchAll(/(?:\/\*\*((?:(?!\*\/).)*)\*\/\s*)?\| '([A-Z0-9_]+)'/gs);
  return [...members].map(([, comment = '', code]) => ({
    code,
    cause: comment.replaceAll(/\s*\n\s*\* ?/g, ' ').trim(),
  }));
}

/** The page; `fixes`: errorFixes of @dareblopy/core. */
export function errorPage(fixes) {
  const groups = new Map();
  for (const { code, cause } of errorCauses()) {
    const title = GROUPS[code.split('_')[0]] ?? GROUPS[''];
    const lines = [`### ${code}`, '', cause, '', `**To do:** ${fixes[code]}`, ''];
    groups.set(title, [...(groups.get(title) ?? []), ...lines]);
  }
  const order = (title) => Object.values(GROUPS).indexOf(title);
  const parts = [...groups]
    .sort(([a], [b]) => order(a) - order(b))
    .map(([title, lines]) => `## ${title}\n\n${lines.join('\n')}`);
  return [HEAD, ...parts].join('\n').trimEnd().concat('\n');
}
