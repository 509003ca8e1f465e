import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { DoctorsReply } from '../../../worker/directories/directories.schemas.ts';
import type { Api } from '../../ui/api.ts';
import type { ApiError } from '../../ui/http.ts';
import { t } from '../locales/rules.ts';
import type { Loaded } from '../shared/use-loaded.ts';
import type { Pipeline } from '../store.ts';
import type { Condition, RuleDraft } from './rules-draft.ts';

export type Named = { id: number; name: string };
export type Doctor = DoctorsReply['doctors'][number];
/** null: the clinic or amoCRM no longer has it; undefined: not known yet. */
export type NameOf = (condition: Condition, id: number) => string | null | undefined;

type Lists = { doctors: readonly Doctor[]; specialities: readonly Named[]; serviceGroups: readonly Named[] };

/** What conditions are chosen from, and how what is chosen is called. One for each branch: ids are its clinic's own. */
export type Catalog = {
  lists: ReadonlySignal<Loaded<Lists>>;
  nameOf: ReadonlySignal<NameOf>;
  load(): Promise<void>;
  /** Services are thousands: only those that rules name are asked for. */
  nameServices(rules: readonly RuleDraft[]): void;
  remember(service: Named): void;
};

type Known = {
  pipelines: readonly Pipeline[];
  branches: readonly { id: number; title: string }[];
  /** false: the user administers some branches only, the others are not gone because he does not see them. */
  everyBranch: boolean;
};

export function createCatalog(api: Api, branchId: number, known: Known): Catalog {
  const lists = signal<Loaded<Lists>>({ kind: 'loading' });
  const services = signal<ReadonlyMap<number, string | null>>(new Map());
  const asked = new Set<number>();
  let running = false;

  const nameOf = computed<NameOf>(() => {
    const read = lists.value.kind === 'ready' ? lists.value.value : null;
    const called = services.value;
    return (condition, id) => {
      if (condition === 'services') return called.get(id);
      if (condition === 'branches') {
        const title = known.branches.find((branch) => branch.id === id)?.title;
        return title ?? (known.everyBranch ? null : t('branches.other'));
      }
      const list = condition === 'pipelines' ? known.pipelines : read?.[condition];
      if (list === undefined) return undefined;
      return list.find((entry) => entry.id === id)?.name ?? null;
    };
  });

  const load = async (): Promise<void> => {
    if (running || lists.peek().kind === 'ready') return;
    running = true;
    lists.value = { kind: 'loading' };
    const [doctors, specialities, groups] = await Promise.all([
      api.doctors(branchId),
      api.specializations(branchId),
      api.serviceGroups(branchId),
    ]);
    running = false;
    if (doctors.ok && specialities.ok && groups.ok) {
      const value = {
        doctors: byName(doctors.value.doctors),
        specialities: byName(specialities.value.specializations),
        serviceGroups: byName(groups.value.groups),
      };
      lists.value = { kind: 'ready', value };
      return;
    }
    lists.value = { kind: 'failed', error: firstError([doctors, specialities, groups]) };
  };

  return {
    lists,
    nameOf,
    load,
    nameServices: (rules) => {
      const wanted = new Set(rules.flatMap(({ when }) => when.services ?? []));
      const ids = [...wanted].filter((id) => !asked.has(id) && !services.peek().has(id)).slice(0, MOST_IDS);
      if (ids.length === 0) return;
      for (const id of ids) asked.add(id);
      void api.servicesByIds(branchId, ids).then((reply) => {
        // Asked again with the next look at the rules.
        if (!reply.ok) for (const id of ids) asked.delete(id);
        else services.value = withNames(services.peek(), ids, reply.value.services);
      });
    },
    remember: ({ id, name }) => {
      services.value = new Map(services.peek()).set(id, name);
    },
  };
}

/** As many as one request may name (directories.schemas.ts). */
const MOST_IDS = 500;

function withNames(old: ReadonlyMap<number, string | null>, ids: readonly number[], found: readonly Named[]) {
  const names = new Map(old);
  for (const id of ids) names.set(id, found.find((service) => service.id === id)?.name ?? null);
  return names;
}

function byName<Entry extends Named>(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => a.name.localeCompare(b.name, 'ru'));
}

function firstError(replies: readonly ({ ok: true } | { ok: false; error: ApiError })[]): ApiError {
  const failed = replies.find((reply) => !reply.ok);
  if (failed === undefined || failed.ok) throw new Error('every reply was read');
  return failed.error;
}
