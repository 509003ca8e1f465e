import { hostApi } from './host-api.ts';

/** `self.crm_post` (amocrm-api.md §6.5): all widgets of a page share one queue of a request a second. */

const PAUSE_MS = 1000;

type Done = (body: unknown) => void;
type Failed = (error: unknown) => void;
export type CrmPost = (url: string, data: unknown, done?: Done, type?: string, failed?: Failed) => void;

function parsed(body: string, type: string): unknown {
  return type === 'json' ? (JSON.parse(body) as unknown) : body;
}

export function createCrmPost(): CrmPost {
  let queue: Promise<void> = Promise.resolve();

  async function post(url: string, data: unknown, type: string): Promise<unknown> {
    const reply = await hostApi.crmPost(url, data ?? {});
    if (reply.kind !== 'answered') throw new Error(`crm_post ${url}: ${reply.kind}`);
    if (reply.status >= 400) throw new Error(`crm_post ${url}: ${reply.status}`);
    return parsed(reply.body, type);
  }

  return (url, data, done, type = 'text', failed) => {
    queue = queue.then(async () => {
      post(url, data, type).then(
        (body) => done?.(body),
        (error: unknown) => (failed === undefined ? console.debug(String(error)) : failed(error)),
      );
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    });
  };
}
