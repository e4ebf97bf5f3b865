// 100 workers load the addon while this thread never does; each is terminated while it decodes.
process.argv[2] = new URL('./decoding-worker.mjs', import.meta.url).href;
await import('../../../core/test/life/worker-terminated.mjs');
