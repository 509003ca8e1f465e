import type { ContractCase } from '../framework/case.ts';
import { at, equal, rows, status } from '../framework/check.ts';
import type { Form } from './kit.ts';
import { apiId, onClinic, refused, visit } from './kit.ts';

/** One refusal of `POST talons`; nothing may be left behind. */
function refusal(
  id: string,
  facts: readonly string[],
  title: string,
  change: Form,
  code: number,
  message?: string,
): ContractCase {
  return onClinic(id, facts, title, async (clinic) => {
    refused(await clinic.api('POST', '/talons', { form: { ...visit, ...change } }), code, message);
    equal(await clinic.ids('/talons?withDeleted=1'), [], 'talons');
  });
}

export const refusalCases: readonly ContractCase[] = [
  refusal(
    '10-past',
    ['§10 past slot'],
    'earlier today',
    { date: '29.07.2026', begintime: '12:00', endtime: '12:30' },
    403,
    'Время приёма уже прошло',
  ),
  refusal(
    '10-no-schedule',
    ['§10 no interval there'],
    'outside the schedule',
    { date: '30.09.2026' },
    403,
    'Нет расписания на это время',
  ),
  refusal(
    '10-off-grid',
    ['§10 no interval begins there'],
    'between two beginnings',
    { begintime: '10:10', endtime: '10:40' },
    403,
    'Нет расписания на это время',
  ),
  refusal(
    '10-max-time-0',
    ['§10 max_time 0', '§4.2 max_time 0', '§5 403 refusal'],
    'a doctor without a grid step',
    { doc_id: '31' },
    403,
    'Врачу не установлено время приёма',
  ),
  refusal('10-validation-date', ['§10 validation'], 'no such day', { date: '31.02.2026' }, 400),
  refusal(
    '10-validation-nobody',
    ['§10 validation: nobody'],
    'neither patient nor person',
    { patient_id: '' },
    400,
  ),
  refusal('10-validation-doctor', ['§10 validation: doctor'], 'an unknown doctor', { doc_id: '99' }, 400),
  refusal(
    '10-validation-patient',
    ['§10 validation: patient'],
    'an unknown patient',
    { patient_id: '999' },
    400,
  ),
  refusal(
    '10-validation-end',
    ['§10 validation: end'],
    'the end before the beginning',
    { endtime: '09:00' },
    400,
  ),
  onClinic(
    '10-403-apart',
    ['§10 telling a 403 apart'],
    'slot gone, refusal or dead key: intervals, then talonstatuses, tell',
    async (clinic) => {
      const freeAt = async (doctor: string) => {
        const path = `/intervals?date_from=30.07.2026&date_to=30.07.2026&doc_id=${doctor}`;
        const intervals = rows((await clinic.api('GET', path)).json, 'doctors.0.schedules.0.intervals');
        return at(
          intervals.find((row) => at(row, 'start') === '10:00'),
          'free',
        );
      };
      await clinic.book();
      status(await clinic.api('POST', '/talons', { form: visit }), 403, 'busy');
      equal(await freeAt('8'), false, 'slot gone: not free');
      status(await clinic.api('POST', '/talons', { form: { ...visit, doc_id: '31' } }), 403, 'refused');
      equal(await freeAt('31'), true, 'refusal: free');
      status(await clinic.api('GET', '/talonstatuses'), 200, 'refusal: the key is alive');
      await clinic.strings('POST', '/keys/revoke', { apiId });
      status(await clinic.api('POST', '/talons', { form: visit }), 403, 'dead key');
      status(await clinic.api('GET', '/talonstatuses'), 403, 'dead key');
    },
  ),
];
