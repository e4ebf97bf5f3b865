// Which files of the repository are pages, where they are on the site, and the sidebar made of them. A new
// page needs no entry here: it joins its folder's section by its first heading.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.mjs';

/** [files of the repository, their address without .md]; `*` is one part of a path, `**` any number. */
const PLACES = [
  ['site/index.md', 'index'],
  ['site/api/**', 'api/*'],
  ['docs/**', '*'],
  ['packages/*/README.md', 'packages/*'],
  ['examples/*/README.md', 'examples/*'],
  ['benchmarks/README.md', 'benchmarks'],
  ['ARCHITECTURE.md', 'architecture'],
  ['CONTRIBUTING.md', 'contributing'],
  ['CHANGELOG.md', 'changelog'],
  ['SECURITY.md', 'security'],
];
const literal = (text) => text.replaceAll(/[.\\/]/g, '\\$&');
const patterns = PLACES.map(([file, address]) => {
  const parts = file.replace(/\.md$/, '').split(/(\*\*|\*)/);
  const text = parts.map((part) => ({ '**': '(.+)', '*': '([^/]+)' })[part] ?? literal(part));
  return { pattern: new RegExp(`^${text.join('')}\\.md$`), address };
});

/** Address on the site (without leading slash and ending) of a file of the repository, if it is a page. */
export function addressOf(file) {
  if (file === 'README.md') return 'index';
  for (const { pattern, address } of patterns) {
    const match = pattern.exec(file);
    if (match) return address.replace('*', match[1]);
  }
  return undefined;
}

/** Markdown files of a folder of the repository, sorted. */
function markdownIn(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => `${folder}/${file}`);
}

const readmesIn = (folder) =>
  readdirSync(join(root, folder))
    .sort()
    .map((name) => `${folder}/${name}/README.md`)
    .filter((file) => existsSync(join(root, file)));

/** First heading of a page. */
function titleOf(file) {
  const title = /^# (.+)$/m.exec(readFileSync(join(root, file), 'utf8'))?.[1];
  if (title === undefined) throw new Error(`${file} has no heading`);
  return title.replaceAll(/[`\\]/g, '');
}

const item = (file) => ({ text: titleOf(file), link: `/${addressOf(file)}` });

/** `first` in this order, as far as they exist, then the rest of `files`. */
function ordered(files, first) {
  const known = first.filter((file) => files.includes(file));
  return [...known, ...files.filter((file) => !known.includes(file))].map(item);
}

const inDocs = (names) => names.map((name) => `docs/${name}.md`);
const START = inDocs(['why', 'install', 'five-minutes', 'half-hour', 'recipes']);
const GUIDES = inDocs(['zip', 'tar', 'jpeg', 'image', 'tfrecord', 'loader', 'adapters', 'serving']);
const REFERENCE = inDocs(['errors', 'order-and-state', 'platforms']);
const CONCEPTS = inDocs(['concepts/memory', 'concepts/order', 'concepts/bad-data']);

/** The sidebar, the same on every page. `api`: the pages of the API reference. */
export function sidebar() {
  const docs = markdownIn('docs');
  const rest = docs.filter((file) => ![...START, ...REFERENCE].includes(file));
  const api = ['site/api/@dareblopy', ...subfolders('site/api/@dareblopy')].flatMap(markdownIn);
  return [
    { text: 'Start', items: START.filter((file) => docs.includes(file)).map(item) },
    { text: 'Guides', items: ordered(rest, GUIDES) },
    { text: 'Concepts', items: ordered(markdownIn('docs/concepts'), CONCEPTS) },
    { text: 'Coming from', items: markdownIn('docs/from').map(item) },
    {
      text: 'Reference',
      items: [
        ...REFERENCE.filter((file) => docs.includes(file)).map(item),
        { text: 'API', collapsed: true, items: api.map(item).sort(byText) },
        { text: 'Packages', collapsed: true, items: readmesIn('packages').map(item) },
        { text: 'Benchmarks', link: '/benchmarks' },
      ],
    },
    {
      text: 'Project',
      items: [
        { text: 'Examples', collapsed: true, items: readmesIn('examples').map(item) },
        ...['ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'].map(item),
      ],
    },
  ];
}

const byText = (a, b) => (a.text < b.text ? -1 : 1);
const subfolders = (folder) =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => `${folder}/${name}`)
    : [];
