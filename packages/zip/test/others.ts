// Readers of ZIPs that others wrote, from npm: each answers the bytes of every entry.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';
import sevenZip, { type SevenZipModuleFactory } from '7z-wasm';
import { unzipSync } from 'fflate';
import { openPromise } from 'yauzl';

export type Contents = Record<string, Uint8Array>;

/** fflate: goes by the central directory, and checks nothing. */
export const fflate = async (path: string): Promise<Contents> => unzipSync(readFileSync(path));

/** yauzl: refuses what the specification does not allow, and checks sizes. */
export async function yauzl(path: string): Promise<Contents> {
  const contents: Contents = {};
  const zip = await openPromise(path);
  for await (const entry of zip.eachEntry()) {
    contents[entry.fileName] = await buffer(await zip.openReadStreamPromise(entry));
  }
  return contents;
}

/** What 7-Zip, compiled to WebAssembly, says of an archive: headers, sizes and CRCs of all entries. */
export async function sevenZipTest(path: string): Promise<string> {
  const said: string[] = [];
  // Its types speak of an ES module; Node reads the CommonJS one, whose export is the function itself.
  const program = await (sevenZip as unknown as SevenZipModuleFactory)({
    print: (line) => said.push(line),
    printErr: (line) => said.push(line),
  });
  program.FS.writeFile(basename(path), readFileSync(path));
  program.callMain(['t', basename(path)]);
  return said.join('\n');
}
