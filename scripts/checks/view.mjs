// `dareblopy view` in a real browser: Chromium without a window, spoken to over a pipe. Looks at what a person
// would: pictures appear, a broken one says why, search narrows, the transform turns, the loader's rates come.
// The screenshots stay in DAREBLOPY_SCREENSHOTS where that is set.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '../lib/bootstrap.mjs';
import { Browser, findChromium } from '../lib/browser.mjs';
import { main, step } from '../lib/log.mjs';
import { root } from '../lib/paths.mjs';

const PICTURES = 150; // more than one page of the grid has

await main(async () => {
  await build();
  const chromium = await findChromium();
  const folder = mkdtempSync(join(tmpdir(), 'dareblopy-view-'));
  const children = [];
  try {
    await makePictures(join(folder, 'photos'));
    const url = await startView(join(folder, 'photos'), children);
    const browser = await Browser.start(chromium, folder, children);
    await lookAt(browser, url);
    step('all that was looked for is there');
    return 0;
  } finally {
    for (const child of children) child.kill('SIGKILL');
    // Chromium's own children write to its profile for a moment more.
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  }
});

async function makePictures(folder) {
  const dist = (name) => import(pathToFileURL(join(root, `packages/${name}/dist/index.js`)).href);
  const { encodeJpegSync } = await dist('jpeg');
  for (const name of ['cat', 'dog']) mkdirSync(join(folder, name), { recursive: true });
  const [height, width] = [96, 128];
  for (let i = 0; i < PICTURES; i++) {
    const data = new Uint8Array(height * width * 3);
    for (let at = 0; at < data.length; at++) {
      const pixel = Math.floor(at / 3);
      data[at] =
        ((pixel % width) * (1 + (i % 3)) + Math.floor(pixel / width) * (at % 3) + i * 17) & 255;
    }
    const bytes = encodeJpegSync({ dtype: 'uint8', shape: [height, width, 3], data });
    writeFileSync(join(folder, i % 2 ? 'cat' : 'dog', `${i}.jpg`), bytes);
    if (i === 0) writeFileSync(join(folder, 'cat', '000-half.jpg'), bytes.subarray(0, 900));
  }
}

/** The page's address. */
function startView(photos, children) {
  const argv = [join(root, 'packages/cli/dist/bin.js'), 'view', photos, '--no-open', '--json'];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return new Promise((resolve, reject) => {
    child.stdout.once('data', (text) => resolve(JSON.parse(text).url));
    child.once('exit', (code) => reject(new Error(`dareblopy view ended with ${code}`)));
  });
}

async function lookAt(browser, url) {
  await browser.open(url);
  step('the pictures, and the broken one');
  await browser.until(`document.querySelectorAll('.cell').length === 60`);
  await browser.until(
    `[...document.querySelectorAll('.cell img')].filter((img) => img.naturalWidth === 128).length > 10`,
  );
  await browser.until(
    `/Premature end/.test(document.querySelector('.cell .bad')?.textContent ?? '')`,
  );
  await browser.until(`document.querySelector('#count').value === '151 pictures'`);
  await browser.screenshot('view-wide');

  step('more of them, then a search');
  await browser.evaluate(`document.querySelector('#more').click()`);
  await browser.until(`document.querySelectorAll('.cell').length === 120`);
  await browser.type('#search', 'dog/14');
  await browser.until(`document.querySelectorAll('.cell').length === 6`);
  await browser.until(
    `[...document.querySelectorAll('.cell .label')].every((label) => label.textContent === 'dog ')`,
  );

  step('the transform');
  await browser.set('[name=height]', '64');
  await browser.set('[name=width]', '96');
  await browser.until(`document.querySelector('.cell img')?.naturalWidth === 96`);
  await browser.until(
    `/"size": \\[\\s*64,\\s*96\\s*\\]/.test(document.querySelector('#code pre').textContent)`,
  );
  const before = await browser.evaluate(`document.querySelector('.cell img').src`);
  await browser.set('[name=epoch]', '3');
  await browser.until(`document.querySelector('.cell img').src !== ${JSON.stringify(before)}`);
  await browser.until(`document.querySelector('.cell img').naturalWidth === 96`);

  step('one picture');
  await browser.evaluate(`document.querySelector('.cell').click()`);
  await browser.until(
    `/128x96, .* bytes, baseline/.test(document.querySelector('#detail .facts').textContent)`,
  );
  await browser.until(
    `[...document.querySelectorAll('#detail img')].every((img) => img.naturalWidth > 0)`,
  );
  await browser.screenshot('view-detail');
  await browser.evaluate(`document.querySelector('#detail').close()`);

  step('the loader');
  await browser.evaluate(`document.querySelector('#run').click()`);
  await browser.until(
    `/^[1-9][\\d,]* samples\\/s/.test(document.querySelector('#rate').textContent)`,
  );
  await browser.until(
    `document.querySelector('.stage meter').value > 0.1 && /limits/.test(document.querySelector('#summary').textContent)`,
  );
  await browser.screenshot('view-loader');
  await browser.evaluate(`document.querySelector('#run').click()`);
  await browser.until(`document.querySelector('#run').textContent === 'Run'`);

  step('on a phone, in the dark');
  await browser.send('Emulation.setDeviceMetricsOverride', {
    width: 390,
    height: 844,
    deviceScaleFactor: 1,
    mobile: true,
  });
  await browser.send('Emulation.setEmulatedMedia', {
    features: [{ name: 'prefers-color-scheme', value: 'dark' }],
  });
  await browser.until(`document.documentElement.scrollWidth <= 390`);
  await browser.screenshot('view-phone');
  // What the broken picture answers is 422.
  const problems = browser.problems.filter((text) => !/status of 422/.test(text));
  if (problems.length > 0) throw new Error(`the page said: ${problems.join('\n')}`);
}
