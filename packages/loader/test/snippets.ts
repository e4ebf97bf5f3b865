import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The TypeScript blocks of a Markdown file of this repository. */
export function snippetsOf(path: string): string[] {
  const text = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
  return [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, snippet]) => snippet!);
}

let count = 0;

/** Runs a snippet as a module, as a reader would, in `folder`; answers what it logged. */
export async function runSnippet(snippet: string, folder: string): Promise<unknown[][]> {
  // Beside this file, so that the workspace's packages are found.
  const file = new URL(`./.snippet-${process.pid}-${count++}.ts`, import.meta.url);
  const logged: unknown[][] = [];
  const { log } = console;
  const before = process.cwd();
  writeFileSync(file, `${snippet}\nexport {};\n`);
  process.chdir(folder);
  console.log = (...values) => logged.push(values);
  try {
    await import(file.href);
  } finally {
    console.log = log;
    process.chdir(before);
    rmSync(file);
  }
  return logged;
}

/** A fresh folder under the system's folder for such. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'dareblopy-loader-'));
}
