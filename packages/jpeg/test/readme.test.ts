import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fixture } from './fixtures.ts';

it('has a first snippet that works', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const snippet = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const folder = await mkdtemp(join(tmpdir(), 'readme-'));
  const photo = join(folder, 'photo.jpg');
  await writeFile(photo, fixture('s420.jpg'));
  const index = new URL('../src/index.ts', import.meta.url).href;
  const shown: unknown[] = [];
  const body = snippet
    .replace(/import \{([^}]*)\} from '@dareblopy\/jpeg';/, `const {$1} = await load('${index}');`)
    .replaceAll("'photo.jpg'", JSON.stringify(photo));
  expect(body).toContain('await load');
  const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor;
  const run = new AsyncFunction('load', 'console', body);
  await run((url: string) => import(url), { log: (...values: unknown[]) => shown.push(...values) });
  expect(shown).toEqual([
    [75, 97, 3],
    [1, 3, 224, 224],
  ]);
});
