import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerObject } from './object-server.ts';

const hash = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, text: string) =>
  createHmac('sha256', key).update(text).digest();
const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export interface S3Request {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly bodyBytes: number;
}

/**
 * As much of S3 as the tests need, by its documents: ranges, pinned versions, listings in pages, uploads in
 * parts, and signatures (Version 4), which are computed here from the specification.
 */
export class S3Server {
  readonly credentials = { accessKeyId: 'AKIATESTONLY', secretAccessKey: 'secret/of+the=tests' };
  readonly region = 'eu-test-1';
  /** By `bucket/key`. */
  readonly objects = new Map<string, Uint8Array>();
  readonly uploads = new Map<string, Map<number, Uint8Array>>();
  readonly requests: S3Request[] = [];
  /** Buckets that need no signature. */
  readonly open = new Set<string>();
  pageSize = 1000;
  delayMs = 0;
  /** Answers in the server's place when it returns true. */
  misbehave: ((request: S3Request, response: ServerResponse) => boolean | undefined) | undefined;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => {
      this.#answer(request, response).catch((error) =>
        fail(response, 500, 'InternalError', `${error}`),
      );
    });
  }

  static async start(): Promise<S3Server> {
    const server = createServer({ keepAliveTimeout: 60_000 });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new S3Server(server);
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What `openS3` and the like need to know. */
  get options() {
    const { endpoint, region, credentials } = this;
    return { endpoint, region, credentials };
  }

  /** The same as variables of a process. */
  get env(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_REGION: this.region,
      AWS_ACCESS_KEY_ID: this.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: this.credentials.secretAccessKey,
    };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const url = new URL(message.url as string, this.endpoint);
    const [, bucket = '', ...rest] = url.pathname.split('/').map(decodeURIComponent);
    const request: S3Request = {
      method: message.method as string,
      bucket,
      key: rest.join('/'),
      query: url.searchParams,
      headers: message.headers,
      bodyBytes: body.length,
    };
    this.requests.push(request);
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    if (this.misbehave?.(request, response)) return;
    const wrong = this.open.has(bucket) ? undefined : this.#checkSignature(message, url, body);
    if (wrong !== undefined) return fail(response, 403, ...wrong);
    this.#serve(request, message, response, body);
  }

  #serve(
    request: S3Request,
    message: IncomingMessage,
    response: ServerResponse,
    body: Buffer,
  ): unknown {
    const { method, bucket, key, query } = request;
    const name = `${bucket}/${key}`;
    if (method === 'GET' && key === '') return this.#list(request, response);
    if (method === 'GET') {
      const object = this.objects.get(name);
      if (object === undefined)
        return fail(response, 404, 'NoSuchKey', 'The specified key does not exist.');
      return answerObject(message, response, { body: object, etag: etagOf(object) });
    }
    if (message.headers['if-none-match'] === '*' && this.objects.has(name))
      return fail(
        response,
        412,
        'PreconditionFailed',
        'At least one of the pre-conditions did not hold',
      );
    if (method === 'POST' && query.has('uploads')) {
      const id = `upload-${this.requests.length}`;
      this.uploads.set(id, new Map());
      return xml(
        response,
        `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
      );
    }
    const id = query.get('uploadId');
    const parts = this.uploads.get(id ?? '');
    if (id !== null && parts === undefined)
      return fail(response, 404, 'NoSuchUpload', 'No such upload');
    if (method === 'PUT') {
      if (parts === undefined) this.objects.set(name, body);
      else parts.set(Number(query.get('partNumber')), body);
      return void response.writeHead(200, { etag: etagOf(body) }).end();
    }
    if (method === 'DELETE') {
      if (id !== null) this.uploads.delete(id);
      else this.objects.delete(name);
      return void response.writeHead(204).end();
    }
    const listed = [
      ...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>(.*?)<\/ETag>/g),
    ];
    const chosen = listed.map(([, number]) => parts?.get(Number(number)));
    const good = listed.every(
      ([, , etag], i) => chosen[i] && etag?.replaceAll('&#34;', '"') === etagOf(chosen[i]),
    );
    if (!good || listed.length !== parts?.size)
      return fail(response, 400, 'InvalidPart', 'A part is not there');
    const whole = Buffer.concat(chosen as Uint8Array[]);
    this.objects.set(name, whole);
    this.uploads.delete(id as string);
    xml(
      response,
      `<CompleteMultipartUploadResult><ETag>${etagOf(whole)}</ETag></CompleteMultipartUploadResult>`,
    );
  }

  #list({ bucket, query }: S3Request, response: ServerResponse): void {
    const prefix = `${bucket}/${query.get('prefix') ?? ''}`;
    const names = [...this.objects.keys()].filter((name) => name.startsWith(prefix)).sort();
    const at = Number(query.get('continuation-token') ?? 0);
    const page = names.slice(at, at + this.pageSize);
    const more = at + page.length < names.length;
    const lines = page.map((name) => {
      const body = this.objects.get(name) as Uint8Array;
      const key = encodeURIComponent(name.slice(bucket.length + 1)).replaceAll('%20', '+');
      return `<Contents><Key>${key}</Key><ETag>${etagOf(body).replaceAll('"', '&quot;')}</ETag><Size>${body.length}</Size></Contents>`;
    });
    const next = more ? `<NextContinuationToken>${at + page.length}</NextContinuationToken>` : '';
    const head = `<EncodingType>url</EncodingType><IsTruncated>${more}</IsTruncated>${next}`;
    xml(response, `<ListBucketResult>${head}${lines.join('')}</ListBucketResult>`);
  }

  /** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */
  #checkSignature(
    { method, headers }: IncomingMessage,
    url: URL,
    body: Buffer,
  ): [string, string] | undefined {
    const given =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;
    const match = given.exec(headers.authorization ?? '');
    if (match === null) return ['AccessDenied', 'Access Denied'];
    const [, id, day, region, names, signature] = match as unknown as string[];
    if (id !== this.credentials.accessKeyId) return ['InvalidAccessKeyId', `No such key as ${id}`];
    if (region !== this.region) return ['AuthorizationHeaderMalformed', `expected ${this.region}`];
    const bodyHash = headers['x-amz-content-sha256'];
    if (bodyHash !== 'UNSIGNED-PAYLOAD' && bodyHash !== hash(body))
      return ['XAmzContentSHA256Mismatch', 'The body is another one'];
    const query = [...url.searchParams].map((pair) => pair.map(encodeStrictly).join('=')).sort();
    const signed = (names as string).split(';');
    const canonical = [
      method,
      url.pathname
        .split('/')
        .map((part) => encodeStrictly(decodeURIComponent(part)))
        .join('/'),
      query.join('&'),
      ...signed.map((name) => `${name}:${headers[name]}`),
      '',
      names,
      bodyHash,
    ].join('\n');
    const scope = `${day}/${region}/s3/aws4_request`;
    const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash(canonical)].join('\n');
    const keys = [day, region, 's3', 'aws4_request'] as string[];
    const key = keys.reduce<string | Buffer>(
      (k, part) => hmac(k, part),
      `AWS4${this.credentials.secretAccessKey}`,
    );
    const right = timingSafeEqual(hmac(key, text), Buffer.from(signature as string, 'hex'));
    return right ? undefined : ['SignatureDoesNotMatch', `The signature of ${id} does not match`];
  }
}

function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function etagOf(body: Uint8Array): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

function xml(response: ServerResponse, text: string): void {
  response
    .writeHead(200, { 'content-type': 'application/xml' })
    .end(`<?xml version="1.0"?>\n${text}`);
}

export function fail(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
): void {
  const text = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml' }).end(text);
}
