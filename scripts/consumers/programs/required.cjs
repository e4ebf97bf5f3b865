// CommonJS on a Node that can require() modules.
const { openZip } = require('@dareblopy/zip');
const { DataLoader } = require('@dareblopy/loader');

if (typeof openZip !== 'function' || typeof DataLoader !== 'function') throw new Error('missing');
import('./smoke.mjs').then(async ({ smoke }) => console.log(await smoke()));
