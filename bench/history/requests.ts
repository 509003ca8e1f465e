import type { Page } from 'playwright-core';
import type { OldAccount } from './account.ts';

/** What the page asks for, as it asks for it. */
export type Asked = { name: string; path: string };

const DAY_MS = 24 * 3600_000;

/** Of the same object, by the same way through session, rights and settings; it looks and finds nothing. */
export const EMPTY = '/api/links?cursor=~';

export function questions({ filled, branches }: OldAccount, next: string): Asked[] {
  const { sample } = filled;
  const ago = (days: number) => encodeURIComponent(new Date(Date.now() - days * DAY_MS).toISOString());
  const asked = (name: string, query: string): Asked => ({ name, path: `/api/events${query}` });
  return [
    asked('first page', ''),
    asked('next page', `?cursor=${next}`),
    asked('a page from the middle', `?cursor=${Math.floor(filled.events / 2)}`),
    asked('two days', `?from=${ago(12)}&to=${ago(10)}`),
    asked('kind, frequent', '?kind=visit.status_changed'),
    asked('kind, rare', '?kind=visit.restored'),
    asked('from ArchiMed+', '?direction=archimed'),
    asked('from amoCRM', '?direction=amocrm'),
    asked('service', '?direction=service'),
    asked('failed', '?outcome=failed'),
    asked('held', '?outcome=held'),
    asked('waiting', '?outcome=pending'),
    asked('done', '?outcome=done'),
    asked('without effect', '?outcome=ignored'),
    asked('branch', `?branch=${branches.center}`),
    asked('branch, the small one', `?branch=${branches.north}`),
    asked('visit', `?visit=${sample.visitId}`),
    asked('deal', `?deal=${sample.dealId}`),
    asked('search: talon', `?search=${sample.talonId}`),
    asked('search: deal', `?search=${sample.dealId + 1}`),
    asked('search: event', `?search=${sample.failedEventId}`),
    asked('search: nothing', '?search=123'),
    asked(
      'failed, kind, branch, days',
      `?outcome=failed&kind=visit.moved&branch=${branches.north}&from=${ago(20)}`,
    ),
    asked('kind and small branch', `?kind=visit.restored&branch=${branches.north}`),
    asked('one event', `/${sample.failedEventId}`),
    asked('story of a visit', `?visit=${sample.visitId}&order=oldest`),
    asked('story of a deal', `?deal=${sample.dealId}&order=oldest`),
  ];
}

export type Pair = { empty: number; asked: number };

/** In the page itself: an empty request and the question by turns, until the whole reply is read. */
export function timeInPage(page: Page, token: string, path: string, rounds: number): Promise<Pair[]> {
  return page.evaluate(
    async ({ token: bearer, paths, rounds: count }) => {
      const time = async (address: string): Promise<number> => {
        const startedAt = performance.now();
        const reply = await fetch(address, { headers: { Authorization: `Bearer ${bearer}` } });
        await reply.json();
        if (!reply.ok) throw new Error(`${address}: ${reply.status}`);
        return performance.now() - startedAt;
      };
      const pairs: Pair[] = [];
      // The first ones only warm up.
      for (let round = -3; round < count; round += 1) {
        const pair = { empty: await time(paths.empty), asked: await time(paths.asked) };
        if (round >= 0) pairs.push(pair);
      }
      return pairs;
    },
    { token, paths: { empty: EMPTY, asked: path }, rounds },
  );
}
