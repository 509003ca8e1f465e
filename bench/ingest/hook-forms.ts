/** Bodies of hooks with the keys that amoCRM sends for a deal or a contact of a clinic; no two alike. */

type Pairs = ReadonlyArray<readonly [key: string, value: string | number]>;

const NAMES = ['Иванова', 'Кузнецов', 'Сафина', 'Волков', 'Громова', 'Гарипов'] as const;
const WISHES = ['Приём кардиолога', 'Консультация невролога', 'УЗИ', 'Профосмотр'] as const;
const FIRST_LEAD = 41_000_000;
const FIRST_CONTACT = 58_000_000;
const STAGES = 75_520_010;

/** Of ten hooks six are changes of deals, two are moves, two are changes of contacts. */
export function hookForm(accountId: number, subdomain: string, number: number): string {
  const kind = number % 10;
  const pairs: Pairs =
    kind < 6
      ? lead('update', accountId, number)
      : kind < 8
        ? lead('status', accountId, number)
        : contact(accountId, number);
  const account: Pairs = [
    ['account[subdomain]', subdomain],
    ['account[id]', accountId],
    ['account[_links][self]', `https://${subdomain}.amocrm.ru`],
  ];
  return [...pairs, ...account]
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .join('&');
}

function pick<T>(from: readonly [T, ...T[]], number: number): T {
  return from[number % from.length] ?? from[0];
}

function lead(action: 'update' | 'status', accountId: number, number: number): Pairs {
  const at = 1_790_000_000 + number;
  const key = (name: string) => `leads[${action}][0][${name}]`;
  return [
    [key('id'), FIRST_LEAD + (number % 5000)],
    [key('name'), `${pick(WISHES, number)} — ${pick(NAMES, number)}`],
    [key('status_id'), STAGES + (number % 8)],
    ...(action === 'status' ? ([[key('old_status_id'), STAGES + ((number + 1) % 8)]] as const) : []),
    [key('price'), 1500 + (number % 40) * 50],
    [key('responsible_user_id'), 11_402_240],
    [key('last_modified'), at],
    [key('modified_user_id'), 11_402_240],
    [key('created_user_id'), 11_402_217],
    [key('date_create'), at - 86_400],
    [key('pipeline_id'), 9_011_442],
    ...(action === 'status' ? ([[key('old_pipeline_id'), 9_011_442]] as const) : []),
    [key('account_id'), accountId],
    ...field(`leads[${action}][0]`, 0, 1_480_021, 'Город', 'Казань'),
    ...field(`leads[${action}][0]`, 1, 1_480_033, 'Источник', 'Сайт'),
    [key('created_at'), at - 86_400],
    [key('updated_at'), at],
  ];
}

function contact(accountId: number, number: number): Pairs {
  const at = 1_790_000_000 + number;
  const key = (name: string) => `contacts[update][0][${name}]`;
  return [
    [key('id'), FIRST_CONTACT + (number % 5000)],
    [key('name'), `${pick(NAMES, number)} Анна Сергеевна`],
    [key('responsible_user_id'), 11_402_240],
    [key('date_create'), at - 86_400],
    [key('last_modified'), at],
    [key('created_user_id'), 11_402_217],
    [key('modified_user_id'), 11_402_240],
    [key('account_id'), accountId],
    ...field(
      'contacts[update][0]',
      0,
      1_479_007,
      'Телефон',
      `+7905${String(number % 10_000_000).padStart(7, '0')}`,
    ),
    [`contacts[update][0][linked_leads_id][${FIRST_LEAD + number}][ID]`, FIRST_LEAD + number],
    [key('old_responsible_user_id'), 11_402_240],
    [key('created_at'), at - 86_400],
    [key('updated_at'), at],
    [key('type'), 'contact'],
  ];
}

function field(root: string, place: number, id: number, name: string, value: string): Pairs {
  const key = `${root}[custom_fields][${place}]`;
  return [
    [`${key}[id]`, id],
    [`${key}[name]`, name],
    [`${key}[values][0][value]`, value],
  ];
}
