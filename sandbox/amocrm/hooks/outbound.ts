import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

export type OutboundRequest = {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
  timeoutMs: number;
};

export type OutboundReply =
  | { kind: 'answered'; status: number; body: string }
  | { kind: 'timeout' }
  | { kind: 'failed'; detail: string };

/** node:http instead of fetch: exactly the headers of the captures, no redirects, one deadline for the whole exchange. */
export function send(outbound: OutboundRequest): Promise<OutboundReply> {
  return new Promise((resolve) => {
    const url = new URL(outbound.url);
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method: outbound.method,
      headers: {
        ...outbound.headers,
        ...(outbound.body === undefined
          ? {}
          : { 'content-length': String(Buffer.byteLength(outbound.body)) }),
      },
      agent: false,
    });
    const timer = setTimeout(() => {
      resolve({ kind: 'timeout' });
      request.destroy();
    }, outbound.timeoutMs);
    const finish = (reply: OutboundReply): void => {
      clearTimeout(timer);
      resolve(reply);
    };
    request.on('error', (error) => finish({ kind: 'failed', detail: error.message }));
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', (error) => finish({ kind: 'failed', detail: error.message }));
      response.on('end', () =>
        finish({
          kind: 'answered',
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString('utf8').slice(0, 4000),
        }),
      );
    });
    request.end(outbound.body);
  });
}
