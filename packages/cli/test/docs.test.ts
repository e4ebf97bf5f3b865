import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { run } from './run.ts';

const page = fileURLToPath(new URL('../../../docs/cli.md', import.meta.url));
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const block = /```text\n\$ dareblopy (.*?)--help\n[\s\S]*?```/g;

/** Commands, as the program's own help lists them. */
async function commands(): Promise<string[]> {
  const { out } = await run(['--help'], { columns: 200 });
  return [...out.matchAll(/^ {2}(\w+) \[options\]/gm)].map(([, name]) => name as string);
}

// DAREBLOPY_UPDATE=1 npx vitest run --project cli docs: writes the help into the guide.
describe('docs/cli.md', async () => {
  const text = readFileSync(page, 'utf8');
  const parts = await Promise.all(
    [...text.matchAll(block)].map(async ([whole, name = '']) => {
      const { out } = await run([...name.trim().split(' ').filter(Boolean), '--help']);
      return {
        name: name.trim(),
        whole,
        fresh: `\`\`\`text\n$ dareblopy ${name}--help\n${out.trimEnd()}\n\`\`\``,
      };
    }),
  );
  if (process.env.DAREBLOPY_UPDATE) {
    const updated = parts.reduce(
      (page, { whole, fresh }) => page.replace(whole, () => fresh),
      text,
    );
    writeFileSync(page, updated);
  }

  it.each(parts)('has the help of $name as it is', ({ whole, fresh }) => {
    expect(process.env.DAREBLOPY_UPDATE ? fresh : whole).toBe(fresh);
  });

  it('has the help of every command, and the README all of them', async () => {
    expect(parts.map(({ name }) => name).sort()).toEqual((await commands()).sort());
    for (const name of await commands()) expect(readme).toContain(`| \`${name} `);
  });
});
