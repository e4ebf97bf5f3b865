// The tar readers of npm, each at its best settings, doing the same work.
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { Parser } from 'tar';
import { extract } from 'tar-stream';

const chunk = { highWaterMark: 1 << 20 };

/** Headers alone: the data is drained, as a stream has no other way. */
async function tarStream(path, read) {
  const source = createReadStream(path, chunk);
  const entries = (path.endsWith('.gz') ? source.pipe(createGunzip()) : source).pipe(extract());
  const seen = { count: 0, bytes: 0 };
  for await (const entry of entries) {
    seen.count++;
    if (!read) {
      entry.resume();
      continue;
    }
    const parts = [];
    for await (const part of entry) parts.push(part);
    seen.bytes += (parts.length === 1 ? parts[0] : Buffer.concat(parts)).length;
  }
  return seen;
}

/** node-tar undoes GZIP itself. */
function nodeTar(path, read) {
  const seen = { count: 0, bytes: 0 };
  return new Promise((resolve, reject) => {
    const parser = new Parser({
      onReadEntry(entry) {
        seen.count++;
        if (!read) {
          entry.resume();
          return;
        }
        const parts = [];
        entry.on('data', (part) => parts.push(part));
        entry.on('end', () => {
          seen.bytes += Buffer.concat(parts).length;
        });
      },
    });
    parser.on('end', () => resolve(seen));
    parser.on('error', reject);
    createReadStream(path, chunk).pipe(parser);
  });
}

/** Rows of 'index', 'order' or 'gzip'; `bytes`: what all entries have to come to. */
export function peers(work, path, bytes = 0) {
  const read = work !== 'index';
  return Object.entries({ 'tar-stream': tarStream, 'node-tar': nodeTar }).map(([name, run]) => ({
    name,
    async run() {
      const seen = await run(path, read);
      if (seen.count !== 100_000 || seen.bytes !== bytes) throw new Error(`${name} differs`);
    },
  }));
}
