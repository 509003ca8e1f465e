import { createServer } from 'node:http';

export type Received = {
  method: string;
  url: string;
  headers: Record<string, string | undefined>;
  body: string;
};

export type Receiver = {
  url: string;
  received: readonly Received[];
  /** The status of the next answers; `hang` never answers. */
  answer: number | 'hang';
  /** Resolves when so many requests have come in. */
  count(n: number): Promise<readonly Received[]>;
  close(): Promise<void>;
};

/** A server that keeps what it is sent. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers: Record<string, string | undefined> = {};
      for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
      received.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers,
        body: Buffer.concat(chunks).toString('utf8'),
      });
      if (receiver.answer !== 'hang') {
        response.statusCode = receiver.answer;
        response.end('ok');
      }
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}`,
    received,
    answer: 200,
    async count(n) {
      while (received.length < n) await new Promise<void>((resolve) => waiting.push(resolve));
      return received;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return receiver;
}
