// Numbers for Prometheus: requests by status, batches by size and time, and what is under way.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry }); // memory, event loop, garbage collection
  const requests = new Histogram({
    name: 'classify_request_seconds',
    help: 'From the first byte of a request to the last of its answer',
    labelNames: ['status'],
    buckets: SECONDS,
    registers,
  });
  const rows = new Histogram({
    name: 'classify_batch_samples',
    help: 'Samples in a batch',
    buckets: [1, 2, 4, 8, 16, 32, 64],
    registers,
  });
  const wait = new Histogram({
    name: 'classify_batch_wait_seconds',
    help: "From a batch's first sample until the model began",
    buckets: SECONDS,
    registers,
  });
  const run = new Histogram({
    name: 'classify_batch_run_seconds',
    help: 'Time of the model for a batch',
    buckets: SECONDS,
    registers,
  });
  const refused = new Counter({
    name: 'classify_refused_total',
    help: 'Uploads refused because too much was under way',
    registers,
  });

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    refused: () => refused.inc(),
    onBatch({ rows: samples, waitMilliseconds, runMilliseconds }) {
      rows.observe(samples);
      wait.observe(waitMilliseconds / 1000);
      run.observe(runMilliseconds / 1000);
    },
    onResponse(request, reply) {
      if (request.routeOptions.url !== '/classify') return;
      requests.observe({ status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    },
    /** Gauges are read when they are asked for. */
    watch(batcher, budget) {
      const gauge = (name, help, read) => {
        new Gauge({
          name,
          help,
          registers,
          collect() {
            this.set(read());
          },
        });
      };
      gauge('classify_pending', 'Samples taken and not answered', () => batcher.stats().pending);
      gauge('classify_uploads', 'Uploads under way', () => budget.count);
      gauge('classify_upload_bytes', 'Bytes of the uploads under way', () => budget.bytes);
    },
  };
}
