import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { snippetsOf } from './snippets.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modules = fileURLToPath(new URL(`./.snippets-${process.pid}/`, import.meta.url));

/** The code of a page's snippets; `page` is a path in the repository. */
export function codeOf(page: string): string[] {
  return snippetsOf(page, readFileSync(`${root}${page}`, 'utf8')).map(({ code }) => code);
}

let count = 0;

/** Runs a snippet as a module, as a reader would, in `folder`; answers what it logged. */
export async function runSnippet(code: string, folder: string): Promise<unknown[][]> {
  mkdirSync(modules, { recursive: true });
  const file = `${modules}${count++}.ts`; // beside this file: the workspace's packages are found
  const logged: unknown[][] = [];
  const { log } = console;
  const before = process.cwd();
  writeFileSync(file, `${code}\nexport {};\n`);
  process.chdir(folder);
  console.log = (...values) => logged.push(values);
  try {
    await import(pathToFileURL(file).href);
  } finally {
    console.log = log;
    process.chdir(before);
    rmSync(modules, { recursive: true });
  }
  return logged;
}
