// The same endpoint as one writes it by hand: sharp for each upload, then one run of the model for it.
import fastify from 'fastify';
import { Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { digits, openDigitModel } from '../../examples/serve/digits.mjs';

sharp.concurrency(1); // one thread an image, many images at once
sharp.cache(false);
const session = await openDigitModel();
const [input] = session.inputNames;

const app = fastify({ bodyLimit: 8e6 });
app.removeAllContentTypeParsers();
app.addContentTypeParser('image/jpeg', { parseAs: 'buffer' }, (_request, body, done) => {
  done(null, body);
});
app.post('/classify', async ({ body }) => {
  const pixels = await sharp(body).resize(28, 28).greyscale().raw().toBuffer();
  const tensor = new Tensor(
    'float32',
    Float32Array.from(pixels, (value) => value / 255),
    [1, 1, 28, 28],
  );
  return digits.answer(await session.run({ [input]: tensor }));
});
await app.listen({ port: 0, host: '127.0.0.1' });
process.send(app.server.address().port);
process.once('disconnect', () => app.close());
