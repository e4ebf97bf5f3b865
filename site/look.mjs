// Opens every page of the built site in a headless Chromium, wide and as on a phone, light and dark: none may
// be wider than its window, log an error, or leave a picture empty. `--shots FOLDER` keeps pictures of them.
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const dist = fileURLToPath(new URL('dist', import.meta.url));
const at = process.argv.indexOf('--shots');
const shots = at > 0 ? process.argv[at + 1] : undefined;
if (shots) mkdirSync(shots, { recursive: true });
const LOOKS = [
  { name: 'wide-light', viewport: { width: 1360, height: 900 }, colorScheme: 'light' },
  { name: 'wide-dark', viewport: { width: 1360, height: 900 }, colorScheme: 'dark' },
  {
    name: 'phone-light',
    viewport: { width: 390, height: 844 },
    colorScheme: 'light',
    isMobile: true,
  },
  {
    name: 'phone-dark',
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
    isMobile: true,
  },
];
const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://site');
  const path = join(dist, decodeURIComponent(pathname));
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, 'index.html') : path;
  if (!existsSync(file)) return response.writeHead(404).end();
  response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
  response.end(readFileSync(file));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const address = `http://127.0.0.1:${server.address().port}`;
const pages = readdirSync(dist, { recursive: true }).filter((file) => file.endsWith('.html'));
const browser = await chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
const faults = [];
for (const { name, ...look } of LOOKS) {
  const context = await browser.newContext({ ...look, reducedMotion: 'reduce' });
  const tab = await context.newPage();
  let page = '';
  tab.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${page} ${name}: ${message.text()}`);
  });
  tab.on('pageerror', (error) => faults.push(`${page} ${name}: ${error}`));
  for (page of pages) {
    await tab.goto(`${address}/${page}`, { waitUntil: 'load' });
    const { over, empty } = await tab.evaluate(() => ({
      over: document.documentElement.scrollWidth - window.innerWidth,
      empty: [...document.images].filter((i) => i.complete && !i.naturalWidth).map((i) => i.src),
    }));
    if (over > 0) faults.push(`${page} ${name}: ${over} pixels wider than the window`);
    for (const src of empty) faults.push(`${page} ${name}: the picture ${src} is empty`);
    if (shots) {
      const file = `${page.replaceAll(/[/@]/g, '_').replace('.html', '')}.${name}.png`;
      await tab.screenshot({ path: join(shots, file) });
    }
  }
  await context.close();
}
await browser.close();
server.close();
for (const fault of faults) console.error(fault);
console.log(`${pages.length} pages looked at in ${LOOKS.length} ways, ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;

function chromiumPath() {
  const folders = (process.env.PATH ?? '').split(':');
  const found = folders.map((folder) => join(folder, 'chromium')).find(existsSync);
  if (!found) throw new Error('no chromium on PATH: Debian has it in the package of that name');
  return found;
}
