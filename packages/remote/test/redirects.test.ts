import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHttp } from '../src/index.ts';
import { pattern, quick } from './pattern.ts';
import { ObjectServer } from './server/object-server.ts';

const bytes = pattern(200_000);
const token = 'Bearer very-secret-token';
let here: ObjectServer;
let there: ObjectServer;
beforeEach(async () => {
  [here, there] = await Promise.all([ObjectServer.start(), ObjectServer.start()]);
});
afterEach(() => Promise.all([here.close(), there.close()]));

function redirect(from: ObjectServer, to: string, status = 302): void {
  from.misbehave = ({ url }, response) => {
    if (url !== '/start') return false;
    response.writeHead(status, { location: to }).end();
    return true;
  };
}

const secrets = { authorization: token, cookie: 'session=very-secret', 'x-api-key': 'very-secret' };

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])(
    '%i is followed, without credentials to another origin',
    async (status) => {
      redirect(here, there.put('/end', bytes), status);
      await using source = await openHttp(`${here.origin}/start`, { headers: secrets });
      expect(await source.slice(0, 100).bytes()).toEqual(bytes.slice(0, 100));
      expect(here.requests[0]?.headers).toMatchObject(secrets);
      expect(there.requests.length).toBe(2);
      for (const { headers } of there.requests)
        expect(inspect(headers)).not.toContain('very-secret');
      expect(source.name).toBe(`${here.origin}/start`);
    },
  );

  it('keep credentials at their own origin', async () => {
    redirect(here, here.put('/end', bytes));
    await openHttp(`${here.origin}/start`, { headers: secrets });
    expect(here.requests[1]?.headers).toMatchObject(secrets);
  });

  it('do not bring credentials back', async () => {
    redirect(here, `${there.origin}/start`);
    redirect(there, here.put('/end', bytes));
    await openHttp(`${here.origin}/start`, { headers: secrets });
    expect(inspect(here.requests[1]?.headers)).not.toContain('very-secret');
  });

  it('lead the same way until that ends; then from the beginning', async () => {
    redirect(here, there.put('/end?signature=1', bytes));
    there.put('/end', bytes);
    await using source = await openHttp(`${here.origin}/start`, quick);
    await source.slice(0, 10).bytes();
    expect(here.requests.length).toBe(1);
    there.misbehave = ({ url }, response) => {
      if (!url?.endsWith('signature=1')) return false;
      response.writeHead(403).end('the signature has expired');
      return true;
    };
    redirect(here, `${there.origin}/end?signature=2`);
    expect(await source.slice(0, 10).bytes()).toEqual(bytes.slice(0, 10));
    expect(here.requests.length).toBe(2);
  });

  it('end after five', async () => {
    redirect(here, '/start');
    await expect(openHttp(`${here.origin}/start`)).rejects.toMatchObject({
      code: 'REMOTE_BAD_REDIRECT',
    });
    expect(here.requests.length).toBe(6);
  });

  it('to anything but http and https are refused', async () => {
    for (const to of ['file:///etc/passwd', 'ftp://x/y', 'http://[']) {
      redirect(here, to);
      await expect(openHttp(`${here.origin}/start`)).rejects.toMatchObject({
        code: 'REMOTE_BAD_REDIRECT',
      });
    }
  });
});

describe('no credentials in errors', () => {
  const presigned = '/private/a?X-Amz-Credential=AKIDSECRET&X-Amz-Signature=0123456789abcdef0123';
  it.each([
    ['404', 404],
    ['403', 403],
    ['500', 500],
  ])('of a status %s whose words repeat them', async (_, status) => {
    here.misbehave = ({ url, headers }, response) => {
      response.writeHead(status).end(`you sent ${url} and ${JSON.stringify(headers)}`);
      return true;
    };
    const url = here.origin.replace('//', '//user:pass-very-secret@') + presigned;
    const error = await openHttp(url, { ...quick, headers: { 'x-api-key': 'very-secret' } }).catch(
      (e) => e,
    );
    const text = inspect(error, { depth: 9 });
    const basic = btoa('user:pass-very-secret');
    for (const secret of ['very-secret', 'AKIDSECRET', '0123456789abcdef', basic])
      expect(text, secret).not.toContain(secret);
    expect(here.requests[0]?.headers.authorization).toBe(`Basic ${basic}`);
    expect(error.message).toContain('you sent');
  });

  it('of a connection that fails', async () => {
    const url = here.origin + presigned;
    here.misbehave = (_, response) => {
      response.destroy();
      return true;
    };
    const error = await openHttp(url, { ...quick, headers: { authorization: token } }).catch(
      (e) => e,
    );
    expect(error.code).toBe('REMOTE_UNREACHABLE');
    expect(inspect(error, { depth: 9 })).not.toMatch(/AKIDSECRET|0123456789abcdef|very-secret/);
  });
});
