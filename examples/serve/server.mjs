// Pictures come in by HTTP one at a time, go through the model in batches, and are answered one at a time.
import { createBatcher } from '@dareblopy/onnx-adapter';
import fastify from 'fastify';
import { defaultLimits, UploadBudget } from './limits.mjs';
import { createMetrics } from './metrics.mjs';
import { refusal, statusOf, UploadError } from './replies.mjs';

/**
 * A fastify application with POST /classify, GET /healthz and GET /metrics.
 *
 * @param session of ONNX Runtime, with one input.
 * @param options.decode makes the Decoder of an upload: `({ maxPixels }) => jpeg({ ..., maxPixels })`.
 * @param options.answer makes the reply of one sample's rows of the outputs.
 * @param options.limits what differs from defaultLimits.
 */
export function createServer(session, { decode, answer, limits: given = {}, logger = false }) {
  const limits = { ...defaultLimits, ...given };
  const metrics = createMetrics();
  const budget = new UploadBudget(limits);
  const batcher = createBatcher(session, {
    decode: decode(limits),
    maxBatch: limits.maxBatch,
    maxWait: limits.maxWait,
    maxPending: limits.maxPending,
    onBatch: metrics.onBatch,
  });
  metrics.watch(batcher, budget);

  const app = fastify({
    logger,
    bodyLimit: limits.maxBytes,
    requestTimeout: limits.maxUploadMilliseconds,
    http: {
      // Node swaps the two when the headers' time is the longer one, as it is by default.
      headersTimeout: limits.maxUploadMilliseconds,
      connectionsCheckingInterval: Math.min(1000, limits.maxUploadMilliseconds / 4),
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ['image/jpeg', 'application/octet-stream'],
    { parseAs: 'buffer' },
    parse,
  );
  let draining = false;
  app.addHook('onSend', async (_request, reply) => {
    if (draining) reply.header('connection', 'close');
  });
  app.addHook('onResponse', async (request, reply) => metrics.onResponse(request, reply));
  app.setErrorHandler((error, request, reply) => {
    const status = statusOf(error);
    if (status === 500) request.log.error(error);
    if (status === 503) reply.header('retry-after', limits.retryAfterSeconds);
    reply.code(status).send(refusal(error));
  });

  // While it drains, fastify answers 503 by itself.
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/metrics', async (_request, reply) => {
    reply.type(metrics.contentType).send(await metrics.text());
    return reply;
  });
  app.post('/classify', {
    // Before the body is read: what there is no room for costs no memory.
    async onRequest(request, reply) {
      const declared = Number(request.headers['content-length'] ?? limits.maxBytes);
      const giveBack = budget.take(Math.min(declared, limits.maxBytes));
      if (!giveBack) {
        metrics.refused();
        throw new UploadError(503, 'OVERLOADED', 'Try again later');
      }
      reply.raw.once('close', giveBack); // answered, or the client is gone
    },
    async handler({ body }, reply) {
      if (!body?.length) throw new UploadError(400, 'EMPTY', 'Expected the bytes of a JPEG');
      const upload = new AbortController();
      const late = () => upload.abort(new UploadError(503, 'TOO_LATE', 'Try again later'));
      const timer = setTimeout(late, limits.maxAnswerMilliseconds);
      reply.raw.once('close', () => {
        clearTimeout(timer);
        // A client that has gone leaves its row to others.
        if (!reply.raw.writableFinished) upload.abort();
      });
      return answer(await batcher.run(body, { signal: upload.signal }));
    },
  });

  /** Answers what is under way, takes no more. */
  async function drain() {
    draining = true;
    await app.close(); // stops listening, waits for the answers
    await batcher.close();
  }
  return { app, drain };
}

function parse(_request, body, done) {
  done(null, body);
}
