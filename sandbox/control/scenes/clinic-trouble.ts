import { addFault } from './acts.ts';
import { field, list, numberOf, textOf } from './reading.ts';
import type { Scene } from './scene.ts';

/** Trouble on the side of ArchiMed+. */

const secondKey = {
  apiId: '7d3b9e51c2a8406f9b1d5e7a3c0f8246',
  apiSecret: '2f9a4c7e1b8d5036e4a7c9f1d2b58e03',
};

export const keyRevoked: Scene = {
  id: 'key-revoked',
  title: 'Ключ отозван',
  happens: 'Из двух ключей источника первый перестаёт приниматься: на каждый запрос 403. Второй работает.',
  see: 'В «Состоянии» у филиала — «ключ не принят» и что делать; запись с карточки недоступна с понятными словами. После ввода второго ключа всё продолжается с того же места.',
  async run(stage) {
    const keys = list(await stage.source(), 'keys').filter((key) => field(key, 'revoked') !== true);
    const [first] = keys;
    if (first === undefined) throw new Error('У источника нет действующего ключа.');
    const path = `${stage.sourcePath}/keys`;
    if (keys.length === 1) {
      await stage.pull('archimed', 'POST', path, secondKey);
      stage.later({ double: 'archimed', method: 'DELETE', path: `${path}/${secondKey.apiId}` });
      stage.say(`Второй ключ: API ID ${secondKey.apiId}, API Secret ${secondKey.apiSecret}`);
    }
    const apiId = textOf(first, 'apiId');
    await stage.pull('archimed', 'POST', `${path}/revoke`, { apiId });
    stage.later({ double: 'archimed', method: 'POST', path: `${path}/restore`, body: { apiId } });
    stage.say(`Отозван ключ ${apiId}`);
  },
};

export const noSchedule: Scene = {
  id: 'no-schedule',
  title: 'Расписание не опубликовано',
  happens: 'Свободных времён нет ни у одного врача: intervals отвечает пустым списком врачей.',
  see: 'Окно записи говорит, что клиника не опубликовала расписание, и не показывает пустую сетку без объяснений. Прежние записи видны.',
  run: (stage) => addFault(stage, 'archimed', { kind: 'no-schedule' }),
};

export const emptyList: Scene = {
  id: 'empty-list',
  title: 'Пустой список',
  happens: 'Список записей вдруг пуст, хотя записи есть: так отвечает ArchiMed+ при сбое.',
  see: 'Ничего не считается удалённым: сделки не двигаются. «Состояние» сообщает о пустом списке; после подтверждённых пустых чтений оно ждёт решения администратора.',
  run: (stage) => addFault(stage, 'archimed', { kind: 'empty-list', method: 'GET', path: 'talons' }),
};

export const renamed: Scene = {
  id: 'directory-renamed',
  title: 'Справочник переименован',
  happens: 'Клиника переименовала статусы записей и одного врача; номера остались.',
  see: 'Сопоставление статусов держится на номерах и не ломается; новые названия появляются в настройках и в новых заголовках и полях.',
  async run(stage) {
    const source = await stage.source();
    for (const status of list(source, 'statuses')) {
      const path = `${stage.sourcePath}/directories/statuses/${numberOf(status, 'id')}`;
      const name = textOf(status, 'name');
      await stage.pull('archimed', 'PATCH', path, { name: `${name} (новое)` });
      stage.later({ double: 'archimed', method: 'PATCH', path, body: { name } });
    }
    const doctor = list(source, 'doctors').find((row) => numberOf(row, 'maxTime') > 0);
    if (doctor === undefined) return;
    const path = `${stage.sourcePath}/directories/doctors/${numberOf(doctor, 'id')}`;
    const lastName = textOf(doctor, 'lastName');
    await stage.pull('archimed', 'PATCH', path, { lastName: `${lastName}-Новая` });
    stage.later({ double: 'archimed', method: 'PATCH', path, body: { lastName } });
    stage.say(`Врач ${lastName} теперь ${lastName}-Новая`);
  },
};
