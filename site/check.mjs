// Looks through the built site: every link of every page leads to a page, and to an anchor that is there.
// (VitePress itself looks only at the links of the text, and not at anchors.)
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('dist', import.meta.url));
const pages = readdirSync(dist, { recursive: true }).filter((file) => file.endsWith('.html'));
const idsOf = new Map();
const linksOf = new Map();
for (const page of pages) {
  const html = readFileSync(join(dist, page), 'utf8');
  idsOf.set(page, new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => decode(id))));
  const links = [...html.matchAll(/<a\s[^>]*?href="([^"]*)"/g)].map(([, href]) => decode(href));
  const images = [...html.matchAll(/<img\s[^>]*?src="([^"]*)"/g)].map(([, src]) => decode(src));
  linksOf.set(page, [...links, ...images]);
}

const dead = [];
let count = 0;
for (const [page, links] of linksOf) {
  for (const href of new Set(links)) {
    if (/^[a-z]+:/.test(href)) continue; // another site
    count++;
    const [path, hash] = href.split('#');
    const target = path === '' ? page : resolve(page, decodeURI(path));
    const found = existsSync(join(dist, target));
    const ids = idsOf.get(target);
    if (!found || (hash && ids && !ids.has(decodeURIComponent(hash))))
      dead.push(`${page}: ${href}`);
  }
}
for (const link of dead) console.error(`dead link in ${link}`);
console.log(`${pages.length} pages, ${count} links, ${dead.length} dead`);
process.exitCode = dead.length === 0 ? 0 : 1;

function resolve(page, path) {
  const full = path.startsWith('/') ? path.slice(1) : join(dirname(page), path);
  if (full === '' || full.endsWith('/')) return `${full}index.html`;
  return /\.[a-z0-9]+$/i.test(full) ? full : `${full}.html`;
}

function decode(text) {
  return text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");
}
