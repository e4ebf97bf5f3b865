// node make.mjs [folder]: writes the models, by default beside this folder.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { classifier } from './classifier.mjs';
import { echo } from './echo.mjs';
import { fixed, half } from './fixed.mjs';

const folder = process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url));
writeFileSync(join(folder, 'classifier.onnx'), classifier());
writeFileSync(join(folder, 'echo.onnx'), echo());
writeFileSync(join(folder, 'fixed.onnx'), fixed());
writeFileSync(join(folder, 'half.onnx'), half());
