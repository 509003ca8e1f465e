/** The account of the cases: the constants of the reference's examples (amocrm-api.md, "Demo constants"). */

export const accountId = 32100500;
export const domain = 'zaryamed.amocrm.ru';
export const clientId = '5b0c7a52-3d0e-4f0a-9a55-1f2f6f0f7c11';
export const clientSecret = 'secret-of-the-contract-secret-of-the-contract-secret-of-the-cont';
export const redirectUri = 'https://hub.example.dev/oauth/callback';
export const adminId = 11402217;
export const managerId = 11402240;
export const pipelineId = 9011442;
export const secondPipelineId = 9011450;
export const statuses = { unsorted: 75520010, fresh: 75520014, talks: 75520018, second: 75520110 } as const;
export const leadId = 41203317;
export const loneLeadId = 41203318;
export const contactId = 58841203;
export const emptyContactId = 58841204;
export const taskId = 771204;
export const fields = {
  city: 1480021,
  source: 1480033,
  visitAt: 1480050,
  recordId: 1480060,
  agreed: 1480070,
  services: 1480080,
  phone: 1479007,
  email: 1479009,
} as const;
export const options = {
  site: 912201,
  call: 912203,
  work: 911001,
  mobile: 911005,
  mailWork: 911021,
} as const;

export const description = {
  id: accountId,
  subdomain: 'zaryamed',
  domain,
  name: 'Заря',
  timezone: 'Europe/Moscow',
  users: [
    { id: adminId, name: 'Анна Руденко', email: 'anna@example.org', isAdmin: true },
    { id: managerId, name: 'Марк Орлов', email: 'mark@example.org', isAdmin: false },
    { id: 11402299, name: 'Ольга Бывшая', isAdmin: false, isActive: false },
    { id: 11402300, name: 'Пётр Свободный', isAdmin: false, isFree: true },
  ],
  pipelines: [
    {
      id: pipelineId,
      name: 'Первичные пациенты',
      isMain: true,
      stages: [
        { id: statuses.unsorted, name: 'Неразобранное', unsorted: true },
        { id: statuses.fresh, name: 'Новая заявка' },
        { id: statuses.talks, name: 'Переговоры' },
      ],
    },
    { id: secondPipelineId, name: 'Повторные пациенты', stages: [{ id: statuses.second, name: 'Новая' }] },
  ],
  fields: {
    leads: [
      { id: fields.city, name: 'Город', type: 'text' },
      {
        id: fields.source,
        name: 'Источник',
        type: 'select',
        enums: [
          { id: options.site, value: 'Сайт' },
          { id: options.call, value: 'Звонок', code: 'CALL' },
        ],
      },
      { id: fields.visitAt, name: 'Дата визита', type: 'date_time' },
      { id: fields.recordId, name: 'ID записи', type: 'numeric' },
      { id: fields.agreed, name: 'Согласие', type: 'checkbox' },
      {
        id: fields.services,
        name: 'Услуги',
        type: 'multiselect',
        enums: [
          { id: 912301, value: 'Приём' },
          { id: 912302, value: 'УЗИ' },
        ],
      },
    ],
    contacts: [
      {
        id: fields.phone,
        name: 'Телефон',
        type: 'multitext',
        code: 'PHONE',
        isPredefined: true,
        enums: [
          { id: options.work, value: 'WORK', code: 'WORK' },
          { id: options.mobile, value: 'MOB', code: 'MOB' },
        ],
      },
      {
        id: fields.email,
        name: 'Email',
        type: 'multitext',
        code: 'EMAIL',
        isPredefined: true,
        enums: [{ id: options.mailWork, value: 'WORK', code: 'WORK' }],
      },
    ],
  },
  contacts: [
    {
      id: contactId,
      firstName: 'Ирина',
      lastName: 'Лебедева',
      responsibleUserId: managerId,
      phones: ['+79050001122', '8 (905) 000-33-44'],
      emails: ['irina@example.org'],
      createdAt: 1785200000,
    },
    { id: emptyContactId, name: 'Без полей', createdAt: 1785200000 },
  ],
  leads: [
    {
      id: leadId,
      name: 'Заявка с лендинга',
      price: 48000,
      pipelineId,
      statusId: statuses.fresh,
      responsibleUserId: managerId,
      createdAt: 1785300000,
      contactIds: [contactId],
      fields: { [fields.source]: 'Сайт', [fields.visitAt]: 1785283200 },
      tags: ['сайт'],
    },
    { id: loneLeadId, name: 'Без контакта', pipelineId, statusId: statuses.talks, createdAt: 1785300000 },
  ],
  tasks: [{ id: taskId, text: 'Перезвонить', completeTill: 1785400000, leadId }],
  integration: { clientId, clientSecret, redirectUri },
  lossReasons: [{ name: 'Дорого' }, { name: 'Ушёл к другим' }],
  widgetCode: 'archimed_plus',
};
