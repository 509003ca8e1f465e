import { computed, signal } from '@preact/signals';
import type { ServiceReply } from '../../worker/directories/directories.schemas.ts';
import type { OpeningReply } from '../../worker/visits/opening.schemas.ts';
import type { Api } from '../ui/api.ts';

const TYPING_PAUSE_MS = 200;

export function createServicesModel(api: Api) {
  const query = signal('');
  const found = signal<readonly ServiceReply[]>([]);
  const total = signal(0);
  const loading = signal(false);
  const chosen = signal<readonly ServiceReply[]>([]);
  /** Chosen in one branch, unknown in the one chosen afterwards. */
  const dropped = signal<readonly string[]>([]);
  const minutes = computed(() => chosen.value.reduce((sum, service) => sum + service.durationMinutes, 0));
  const price = computed(() => chosen.value.reduce((sum, service) => sum + service.price, 0));
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const search = (branchId: number, text: string): void => {
    query.value = text;
    asked += 1;
    const mine = asked;
    loading.value = true;
    clearTimeout(timer);
    timer = setTimeout(
      async () => {
        const reply = await api.services(branchId, text.trim());
        if (mine !== asked) return;
        loading.value = false;
        found.value = reply.ok ? reply.value.services : [];
        total.value = reply.ok ? reply.value.total : 0;
      },
      text === '' ? 0 : TYPING_PAUSE_MS,
    );
  };
  const prime = (part: OpeningReply['services'], branchId: number): void => {
    if (!('value' in part)) {
      search(branchId, '');
      return;
    }
    found.value = part.value.services;
    total.value = part.value.total;
  };
  const add = (branchId: number, id: number): void => {
    const service = found.value.find((candidate) => candidate.id === id);
    if (service === undefined || chosen.value.some((other) => other.id === id)) return;
    chosen.value = [...chosen.value, service];
    if (query.value !== '') search(branchId, '');
  };
  const remove = (id: number): void => {
    chosen.value = chosen.value.filter((service) => service.id !== id);
  };
  /** Another branch may have another price list: what it does not have under the same code is named and left out. */
  const carryTo = async (branchId: number): Promise<void> => {
    search(branchId, '');
    const before = chosen.value;
    if (before.length === 0) return;
    const reply = await api.servicesByIds(
      branchId,
      before.map(({ id }) => id),
    );
    const there = reply.ok ? reply.value.services : [];
    const kept = before.flatMap(
      (service) => there.find(({ id, code }) => id === service.id && code === service.code) ?? [],
    );
    chosen.value = kept;
    dropped.value = before
      .filter(({ id }) => !kept.some((service) => service.id === id))
      .map(({ name }) => name);
  };

  return {
    query,
    found,
    total,
    loading,
    chosen,
    dropped,
    minutes,
    price,
    search,
    prime,
    add,
    remove,
    carryTo,
  };
}
