// What runs in a worker of mapWorkers. A string, because a worker starts from a file of plain
// JavaScript, and this package also runs from its TypeScript sources.
// Messages: { batch, context, inputs } -> { result, returned } or { error }.
// `inputs` are the buffers that were moved here; those that the result does not use go back for new
// batches.
export const WORKER_PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
const map = import(workerData.module).then((module) => {
  if (typeof module.default !== 'function') {
    throw new TypeError('Expected a function as default export of ' + workerData.module);
  }
  return module.default;
});
map.catch(() => {}); // told with the first batch
parentPort.on('message', async ({ batch, context, inputs }) => {
  try {
    const result = await (await map)(batch, context);
    const used = new Set();
    collect(result, used, 0);
    const returned = inputs.filter((buffer) => buffer.byteLength > 0 && !used.has(buffer));
    parentPort.postMessage({ result, returned }, [...used, ...returned]);
  } catch (error) {
    // DOMException (what cannot be cloned raises one) is an Error that cannot be cloned itself.
    const isError = error instanceof Error && !(error instanceof DOMException);
    parentPort.postMessage({ error: isError ? error : new Error(String(error)) });
  }
});
function collect(value, buffers, depth) {
  if (typeof value !== 'object' || value === null || depth > 8) return;
  if (value instanceof ArrayBuffer) buffers.add(value);
  else if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) buffers.add(value.buffer);
  } else for (const inner of Array.isArray(value) ? value : Object.values(value)) collect(inner, buffers, depth + 1);
}
`;
