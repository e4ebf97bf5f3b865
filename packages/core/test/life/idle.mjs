// Neither an open file nor a listed folder keeps the process alive; an awaited read does.
import { openFile, openFolder } from '@dareblopy/core';

globalThis.file = await openFile(process.env.BIG_FILE);
globalThis.folder = await openFolder(new URL('.', import.meta.url));
const [bytes] = await Promise.all([
  globalThis.file.slice(0, 4).bytes(),
  globalThis.folder.get(0).bytes(),
]);
console.log(Buffer.from(bytes).toString('latin1', 0, 3));
