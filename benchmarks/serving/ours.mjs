// The example's server, with its limits out of the way.
import { digits, openDigitModel } from '../../examples/serve/digits.mjs';
import { createServer } from '../../examples/serve/server.mjs';

const session = await openDigitModel();
const { app, drain } = createServer(session, { ...digits, limits: { maxPending: 1024 } });
await app.listen({ port: 0, host: '127.0.0.1' });
process.send(app.server.address().port);
process.once('disconnect', drain);
