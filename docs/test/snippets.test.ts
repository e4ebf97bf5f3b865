import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFixtures } from './fixtures.ts';
import { snippetsOf } from './snippets.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = fileURLToPath(new URL('./.snippets/', import.meta.url));
/** Set for the programs of the tutorials: a free port, and a training of a moment. */
Object.assign(process.env, { PORT: '0', EPOCHS: '2' });

const pages = [
  'README.md',
  ...readdirSync(`${root}packages`).map((name) => `packages/${name}/README.md`),
  ...readdirSync(`${root}docs`, { recursive: true }).map((name) => `docs/${name}`),
  'site/index.md',
]
  .filter((page) => page.endsWith('.md') && !page.includes('node_modules'))
  .filter((page) => existsSync(`${root}${page}`));

let fixtures: string;
const cwd = process.cwd();

beforeAll(async () => {
  rmSync(modules, { recursive: true, force: true });
  mkdirSync(modules);
  fixtures = await makeFixtures();
  process.chdir(fixtures);
});
afterAll(async () => {
  process.chdir(cwd);
  rmSync(modules, { recursive: true, force: true });
  await rm(fixtures, { recursive: true });
});

const pagesWithSnippets = pages
  .map((page) => [page, snippetsOf(page, readFileSync(`${root}${page}`, 'utf8'))] as const)
  .filter(([, snippets]) => snippets.length > 0);

describe.each(pagesWithSnippets)('%s', (_page, snippets) => {
  it.each(snippets)('$place runs', async ({ place, code }) => {
    const file = `${modules}${place.replaceAll(/[/:.]/g, '-')}.ts`;
    writeFileSync(file, `${code}\nexport {};\n`);
    await expect(import(pathToFileURL(file).href)).resolves.toBeTruthy();
  });
});
