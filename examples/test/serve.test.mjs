import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeJpeg } from '@dareblopy/jpeg';
import { openZip } from '@dareblopy/zip';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { digits, openDigitModel } from '../serve/digits.mjs';
import { createServer } from '../serve/server.mjs';
import { prepare } from '../train-digits/prepare.mjs';
import { startExample } from './run-example.mjs';

let session;
let uploads; // [{ bytes, label }]
beforeAll(async () => {
  session = await openDigitModel();
  const archive = await openZip((await prepare(400)).zip);
  const entries = archive.glob('test/*.jpg');
  uploads = await Promise.all(
    Array.from({ length: entries.length }, async (_, i) => ({
      bytes: await entries.get(i).bytes(),
      label: Number(/-(\d)\.jpg$/.exec(entries.get(i).name)[1]),
    })),
  );
  await archive.close();
}, 60_000);

let server;
afterEach(() => server?.drain());

async function start(limits = {}, model = session) {
  server = createServer(model, { ...digits, limits });
  return server.app.listen({ port: 0 });
}
/** A model that takes its time. */
const slow = (milliseconds) => ({
  inputNames: session.inputNames,
  async run(feeds, options) {
    await sleep(milliseconds);
    return session.run(feeds, options);
  },
});
const post = (url, body, type = 'image/jpeg') =>
  fetch(`${url}/classify`, { method: 'POST', body, headers: { 'content-type': type } });
const codeOf = async (reply) => [reply.status, (await reply.json()).error];
const metric = async (url, name) => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
};

it('answers many uploads at once, each its own digit, in few batches', async () => {
  const url = await start();
  const replies = await Promise.all(
    uploads.map(async ({ bytes, label }) => {
      const reply = await post(url, bytes);
      expect(reply.status).toBe(200);
      const { digit, probability } = await reply.json();
      expect(probability).toBeGreaterThan(0.1);
      return digit === label;
    }),
  );
  expect(replies.filter(Boolean).length / replies.length).toBeGreaterThanOrEqual(0.95);
  expect(await metric(url, 'classify_batch_samples_sum')).toBe(uploads.length);
  expect(await metric(url, 'classify_batch_samples_count')).toBeLessThan(uploads.length);
  expect(await metric(url, 'classify_request_seconds_count{status="200"}')).toBe(uploads.length);
  expect(await metric(url, 'classify_upload_bytes')).toBe(0);
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
});

it('refuses malformed and oversized uploads, and answers those beside them', async () => {
  const url = await start({ maxBytes: 20_000, maxPixels: 10_000, maxWait: 50 });
  const { bytes, label } = uploads[0];
  const data = new Uint8Array(101 * 100);
  const large = await encodeJpeg({ dtype: 'uint8', shape: [100, 101, 1], data });
  const damaged = bytes.slice(0, bytes.length / 2);
  async function* chunks() {
    for (let i = 0; i < 30; i++) yield new Uint8Array(1000);
  }
  const replies = await Promise.all([
    post(url, bytes),
    post(url, 'no picture'),
    post(url, damaged),
    post(url, large),
    post(url, new Uint8Array(20_001)),
    post(url, bytes, 'text/plain'),
    post(url, ''),
    fetch(`${url}/classify`, {
      method: 'POST',
      body: chunks(),
      duplex: 'half',
      headers: { 'content-type': 'image/jpeg' },
    }),
    post(url, bytes),
  ]);
  const [first, ...others] = replies;
  const last = others.pop();
  for (const reply of [first, last]) expect(await reply.json()).toMatchObject({ digit: label });
  expect(await Promise.all(others.map(codeOf))).toEqual([
    [422, 'JPEG_NOT_A_JPEG'],
    [422, 'JPEG_TRUNCATED'],
    [413, 'LIMIT_EXCEEDED'],
    [413, 'FST_ERR_CTP_BODY_TOO_LARGE'],
    [415, 'FST_ERR_CTP_INVALID_MEDIA_TYPE'],
    [400, 'EMPTY'],
    [413, 'FST_ERR_CTP_BODY_TOO_LARGE'],
  ]);
});

/** An upload of which `bytes` are sent, and no more. */
async function stall(url, bytes, declared) {
  const headers = { 'content-type': 'image/jpeg', 'content-length': declared };
  const upload = request(`${url}/classify`, { method: 'POST', headers });
  const ended = new Promise((resolve) => {
    upload.on('response', (reply) => resolve(reply.resume().statusCode));
    upload.on('error', ({ code }) => resolve(code));
  });
  upload.write(bytes);
  return { upload, ended };
}

it('ends slow uploads, while others are answered', async () => {
  const url = await start({ maxUploadMilliseconds: 400 });
  const { bytes, label } = uploads[1];
  const stalled = await Promise.all([1, 2, 3].map(() => stall(url, bytes.slice(0, 100), 1000)));
  await expect.poll(() => metric(url, 'classify_uploads')).toBe(3);
  expect(await (await post(url, bytes)).json()).toMatchObject({ digit: label });
  expect(await Promise.all(stalled.map(({ ended }) => ended))).toEqual([408, 408, 408]);
  await expect.poll(() => metric(url, 'classify_upload_bytes')).toBe(0);
});

it('refuses what is too much before it is read, and says when to come back', async () => {
  const url = await start({ maxBatch: 2, maxPending: 4, maxWait: 0 }, slow(100));
  const { bytes } = uploads[2];
  const replies = await Promise.all(Array.from({ length: 20 }, () => post(url, bytes)));
  const refused = replies.filter(({ status }) => status === 503);
  expect(replies.filter(({ status }) => status === 200).length).toBe(20 - refused.length);
  expect(refused.length).toBeGreaterThan(0);
  for (const reply of refused) {
    expect(reply.headers.get('retry-after')).toBe('1');
    expect((await reply.json()).error).toBe('OVERLOADED');
  }
  expect(await metric(url, 'classify_refused_total')).toBe(refused.length);
  expect((await post(url, bytes)).status).toBe(200);
});

it('holds no more bytes than it is told to', async () => {
  const url = await start({ maxUploadBytes: 10_000, maxUploadMilliseconds: 2000 });
  const { bytes } = uploads[3];
  const { upload, ended } = await stall(url, bytes.slice(0, 10), 9900);
  await expect.poll(() => metric(url, 'classify_upload_bytes')).toBe(9900);
  expect(await codeOf(await post(url, bytes))).toEqual([503, 'OVERLOADED']);
  upload.destroy();
  expect(await ended).toBe('ECONNRESET');
  await expect.poll(() => metric(url, 'classify_upload_bytes')).toBe(0);
  expect((await post(url, bytes)).status).toBe(200);
});

it('gives up what takes too long, and what nobody waits for', async () => {
  const url = await start({ maxAnswerMilliseconds: 100, maxBatch: 1, maxWait: 0 }, slow(300));
  const { bytes } = uploads[4];
  const gone = new AbortController();
  const left = fetch(`${url}/classify`, {
    method: 'POST',
    body: bytes,
    signal: gone.signal,
    headers: { 'content-type': 'image/jpeg' },
  });
  left.catch(() => {});
  await expect.poll(() => metric(url, 'classify_pending')).toBe(1);
  gone.abort();
  await expect.poll(() => metric(url, 'classify_pending')).toBe(0);
  const late = await post(url, bytes);
  expect(late.headers.get('retry-after')).toBe('1');
  expect(await codeOf(late)).toEqual([503, 'TOO_LATE']);
});

it('keeps what fails inside to itself', async () => {
  const broken = { inputNames: session.inputNames, run: () => Promise.reject(new Error('secret')) };
  const url = await start({}, broken);
  const reply = await post(url, uploads[5].bytes);
  expect([reply.status, await reply.text()]).toEqual([
    500,
    '{"error":"INTERNAL","message":"The model failed"}',
  ]);
});

it('answers what is under way after SIGTERM, and ends', async () => {
  // Batches wait a second for more: the uploads below are under way when the signal comes.
  const { child, ended } = startExample('serve', ['--port', '0', '--maxWait', '1000']);
  const url = await new Promise((resolve) => {
    child.stdout.on('data', (text) => {
      const found = /listening on (\S+)/.exec(text);
      if (found) resolve(found[1]);
    });
  });
  const replies = [0, 1, 2].map((i) => post(url, uploads[i].bytes));
  await expect.poll(() => metric(url, 'classify_pending')).toBe(3);
  child.kill('SIGTERM');
  for (const reply of await Promise.all(replies)) expect(reply.status).toBe(200);
  const { code, output } = await ended;
  expect([code, output.trim().split('\n').at(-1)]).toEqual([0, 'drained']);
  await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
});
