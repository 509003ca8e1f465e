import { toWireDate } from '../archimed/wire.ts';
import type { RemoteFetch } from '../http/remote-fetch.ts';
import { ok } from '../shared/result.ts';

/** An ArchiMed+ of a few rows for tests of polls in workerd: lists by page, filters that work or are ignored. */
export type FakeTalon = {
  id: number;
  date: string;
  begin?: string;
  statusId?: number;
  patientId?: number;
  deleted?: boolean;
  updatedAt?: string;
};

export type FakeClinic = {
  talons: FakeTalon[];
  filtersDates: boolean;
  filtersRanges: boolean;
  /** Where doctor 5 sees patients on every day of a visit; null: no schedule comes at all. */
  building: number | null;
  /** Paths with queries, oldest first. */
  asked: string[];
  /** Answers this instead, when it is not null. */
  refuse: (path: string) => number | null;
  remote: RemoteFetch;
};

export function fakeClinic(talons: FakeTalon[]): FakeClinic {
  const clinic: FakeClinic = {
    talons: [...talons],
    filtersDates: true,
    filtersRanges: false,
    building: null,
    asked: [],
    refuse: () => null,
    async remote({ url, method }) {
      const { pathname, searchParams } = new URL(url);
      const path = pathname.replace('/api/v5/', '');
      const filter = searchParams.get('filters[0][value]');
      clinic.asked.push(filter ? `${path} ${filter}` : path);
      const status = clinic.refuse(path);
      return ok({
        status: status ?? 200,
        headers: new Headers(),
        text:
          status === null
            ? JSON.stringify(method === 'PUT' ? DONE : answer(clinic, path, searchParams))
            : '<html></html>',
      });
    },
  };
  return clinic;
}

/** A change is taken, and changes nothing here. */
const DONE = { status: 'Ok' };

function answer(clinic: FakeClinic, path: string, query: URLSearchParams): unknown {
  if (path === 'talonstatuses') {
    return {
      data: [
        { id: 1, name: 'Запись' },
        { id: 4, name: 'Отменён' },
      ],
      total: '2',
    };
  }
  if (path === 'intervals') {
    return { doctors: clinic.building === null ? [] : [doctor(clinic, clinic.building)] };
  }
  const one = /^talons\/(\d+)$/.exec(path);
  if (one) {
    const talon = clinic.talons.find(({ id }) => id === Number(one[1]));
    return talon ? wire(talon) : [];
  }
  const field = query.get('filters[0][field]');
  const value = query.get('filters[0][value]');
  const rows = clinic.talons.map(wire).filter((row) => {
    if (field === 'date' && clinic.filtersDates) {
      return row.date === value;
    }
    return field === 'update_datetime' && clinic.filtersRanges
      ? sortable(row.update_datetime) >= sortable(value ?? '')
      : true;
  });
  const limit = Number(query.get('limit'));
  const page = Number(query.get('page'));
  return { data: rows.slice((page - 1) * limit, page * limit), total: String(rows.length) };
}

function doctor({ talons }: FakeClinic, building: number) {
  const days = [...new Set(talons.map(({ date }) => toWireDate(date)))];
  return {
    id: 5,
    schedules: days.map((date) => ({
      build_id: building,
      build_name: '',
      room: '',
      date,
      intervals: [{ start: '08:00', end: '20:00', free: true }],
    })),
  };
}

function sortable(wireMoment: string): string {
  const [date = '', time = ''] = wireMoment.split(' ');
  return `${date.split('.').reverse().join('-')} ${time}`;
}

function wire(talon: FakeTalon) {
  const { id, date, begin = '10:00', statusId = 1, patientId = 700 + id, deleted = false } = talon;
  const [changedOn = '', changedAt = ''] = (talon.updatedAt ?? '2026-11-01T09:00:00').split('T');
  return {
    id,
    patient_id: patientId,
    patient_name: '',
    patient_phone: '',
    info: '',
    begintime: `${begin}:00`,
    endtime: `${begin.slice(0, 3)}45:00`,
    date: toWireDate(date),
    room: '',
    status_id: statusId,
    creation_datetime: '01.11.2026 09:00:00',
    update_datetime: `${toWireDate(changedOn)} ${changedAt}`,
    record_type: '',
    delete_reason_id: 0,
    deleted,
    docs: [{ id: 5, name: 'Врач', type: '' }],
  };
}
