// Reads an object through a cache, every so many bytes in an order of its own, and compares it with what
// it should be. Arguments: the URL, the cache's directory, its maxBytes and blockBytes, a seed.
import { openHttp } from '@dareblopy/remote';

const [url, directory, maxBytes, blockBytes, seed] = process.argv.slice(2);
const cache = { directory, maxBytes: Number(maxBytes), blockBytes: Number(blockBytes) };
const source = await openHttp(url, { cache, retries: { initialMs: 5 } });
process.send?.('open');
const step = 40_000;
const parts = Array.from({ length: Math.ceil(source.size / step) }, (_, i) => i);
for (let i = parts.length - 1, state = Number(seed); i > 0; i--) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  const j = state % (i + 1);
  [parts[i], parts[j]] = [parts[j], parts[i]];
}
const check = async (part) => {
  const begin = part * step;
  const bytes = await source.slice(begin, begin + step).bytes();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    if (view.getUint32(at, true) !== Math.imul((begin + at) / 4, 2_654_435_761) >>> 0)
      throw new Error(`wrong bytes at ${begin + at}`);
  }
};
for (let i = 0; i < parts.length; i += 4) await Promise.all(parts.slice(i, i + 4).map(check));
await source.close();
