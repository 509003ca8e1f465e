import { computed, signal } from '@preact/signals';
import type { ServiceReply } from '../../worker/directories/directories.schemas.ts';
import type { Api } from '../ui/api.ts';

export type ServicesModel = ReturnType<typeof createServicesModel>;

const TYPING_PAUSE_MS = 250;

export function createServicesModel(api: Api) {
  const query = signal('');
  const found = signal<readonly ServiceReply[]>([]);
  const loading = signal(false);
  const chosen = signal<readonly ServiceReply[]>([]);
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
      },
      text === '' ? 0 : TYPING_PAUSE_MS,
    );
  };
  const add = (branchId: number, id: number): void => {
    const service = found.value.find((candidate) => candidate.id === id);
    if (service === undefined || chosen.value.some((other) => other.id === id)) return;
    chosen.value = [...chosen.value, service];
    search(branchId, '');
  };
  const remove = (id: number): void => {
    chosen.value = chosen.value.filter((service) => service.id !== id);
  };
  /** Services belong to a clinic's directory: another branch starts with none. */
  const reset = (branchId: number): void => {
    chosen.value = [];
    search(branchId, '');
  };

  return { query, found, loading, chosen, minutes, price, search, add, remove, reset };
}
