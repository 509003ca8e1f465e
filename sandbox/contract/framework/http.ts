import { request as httpRequest } from 'node:http';

export type Reply = {
  status: number;
  headers: Record<string, string | undefined>;
  text: string;
  /** `undefined` when the body is empty or not JSON. */
  json: unknown;
};

export type Request = {
  /** Sent as `Authorization: Bearer …`. */
  token?: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent form-encoded. */
  form?: Record<string, string> | URLSearchParams;
  /** Sent as it is; the type goes into `headers`. */
  raw?: string | Uint8Array;
  headers?: Record<string, string>;
};

function encode(request: Request): { type?: string; bytes?: Buffer } {
  if (request.raw !== undefined) return { bytes: Buffer.from(request.raw) };
  if (request.form !== undefined) {
    const text = new URLSearchParams(request.form).toString();
    return { type: 'application/x-www-form-urlencoded', bytes: Buffer.from(text) };
  }
  if (request.body === undefined) return {};
  return { type: 'application/json', bytes: Buffer.from(JSON.stringify(request.body)) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Plain `node:http`: unlike `fetch` it sends a `Host`, a DELETE body and raw brackets as they are given, and follows no redirect. */
export function call(origin: string, method: string, target: string, request: Request = {}): Promise<Reply> {
  const { type, bytes } = encode(request);
  const headers = {
    ...(type === undefined ? {} : { 'content-type': type }),
    ...(bytes === undefined ? {} : { 'content-length': String(bytes.length) }),
    ...(request.token === undefined ? {} : { authorization: `Bearer ${request.token}` }),
    ...request.headers,
  };
  const { hostname, port } = new URL(origin);
  // Raw brackets stay as they are; only what a request line cannot hold is encoded.
  const path = target.replace(/[^\x21-\x7e]+/gu, encodeURIComponent);
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ hostname, port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const received: Record<string, string | undefined> = {};
        for (const [name, value] of Object.entries(response.headers)) received[name] = String(value);
        resolve({ status: response.statusCode ?? 0, headers: received, text, json: parse(text) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(bytes);
  });
}
