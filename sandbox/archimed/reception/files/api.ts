import type { DeskDay } from '../day-view.ts';
import type { JournalRow } from '../journal-view.ts';
import type { CardVisit, FoundPatient, FoundService, PatientCard } from '../patients-view.ts';

const parameters = new URLSearchParams(location.search);

export const chosenSource = parameters.get('source') ?? '';
export const firstDay = parameters.get('date') ?? '';

/** No answer at all has status 0. */
export type Reply<T> = { ok: true; value: T } | { ok: false; status: number; message: string };

export const noAnswer = 'Нет связи с программой. Ничего не изменено, попробуйте ещё раз.';

export type Person = {
  lastName: string;
  firstName: string;
  middleName: string;
  birthDate: string | null;
  phone: string;
};
export type Booking = {
  doctorId: number;
  date: string;
  begin: string;
  end: string;
  info: string;
} & ({ patientId: number } | { person: Person });
export type Change = {
  doctorId?: number;
  date?: string;
  begin?: string;
  end?: string;
  statusId?: number;
  info?: string;
  deleted?: true;
  restored?: true;
  deleteReasonId?: number | null;
};

async function call<T>(
  method: string,
  path: string,
  query: Record<string, string>,
  body?: unknown,
): Promise<Reply<T>> {
  const search = new URLSearchParams({ source: chosenSource, ...query });
  try {
    const reply = await fetch(`/reception/api/${path}?${search}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!reply.ok) {
      const { error }: { error?: string } = await reply.json();
      return { ok: false, status: reply.status, message: error ?? noAnswer };
    }
    // The page and its own server are one thing: the shapes are shared types.
    const value: T = await reply.json();
    return { ok: true, value };
  } catch {
    return { ok: false, status: 0, message: noAnswer };
  }
}

export const api = {
  sources: () => call<{ sources: { id: string; name: string }[] }>('GET', 'sources', {}),
  day: (date: string) => call<DeskDay>('GET', 'day', { date }),
  patients: (query: string) => call<{ patients: FoundPatient[] }>('GET', 'patients', { query }),
  patient: (id: number) => call<PatientCard>('GET', `patients/${id}`, {}),
  services: (query: string) => call<{ services: FoundService[] }>('GET', 'services', { query }),
  removed: () => call<{ visits: CardVisit[] }>('GET', 'removed', {}),
  journal: () => call<{ rows: JournalRow[] }>('GET', 'journal', {}),
  restart: () => call<{ ok: true }>('POST', 'restart', {}),
  book: (body: Booking) => call<{ id: number }>('POST', 'talons', {}, body),
  change: (id: number, body: Change) => call<{ id: number }>('PATCH', `talons/${id}`, {}, body),
};
