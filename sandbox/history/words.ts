/** What the events of a clinic lead to, in the words that a history keeps: of a usual length, and nobody's. */
type Line = { code: string; text: string };
type Action = { kind: string; text: string };
export type Decision = { actions: Action[]; reasons: Line[] };

const linked = (dealId: number): Line => ({
  code: 'match.link',
  text: `Сделка ${dealId} уже связана с этой записью`,
});

const fields: Action = {
  kind: 'lead.fields',
  text: 'Записаны поля сделки: ID записи ArchiMed+, ID филиала ArchiMed+, дата и время, врач, кабинет, статус',
};

const statuses = ['Запись', 'Подтверждён', 'Пациент пришёл', 'Приём состоялся', 'Отменён'];

/** A visit's event that moved its deal, or only wrote its fields. */
export function visitDone(dealId: number, turn: number): Decision {
  const status = statuses[turn % statuses.length] ?? '';
  const moved = `Статус визита «${status}» → сделка перенесена в «${status}»`;
  return turn % 3 === 0
    ? {
        actions: [fields],
        reasons: [
          linked(dealId),
          { code: 'stage.same_status', text: 'Этап не изменён: статус визита тот же' },
        ],
      }
    : {
        actions: [{ kind: 'lead.stage', text: moved }, fields],
        reasons: [linked(dealId), { code: 'stage.moved', text: moved }],
      };
}

export function visitIgnored(turn: number): Decision {
  return turn % 2 === 0
    ? {
        actions: [],
        reasons: [
          { code: 'stage.unmapped', text: 'Этап не изменён: для статуса «Неявка» этап не задан' },
          { code: 'plan.nothing', text: 'В сделке уже всё так, как в ArchiMed+: менять нечего' },
        ],
      }
    : {
        actions: [],
        reasons: [
          { code: 'match.record_id', text: 'Сделок с этим ID записи нет' },
          { code: 'match.none', text: 'Подходящей сделки нет' },
          {
            code: 'match.creation_off',
            text: 'Сделка не создана: включено «Не создавать сделку при записи из ArchiMed+»',
          },
        ],
      };
}

export const visitFailed: Decision = {
  actions: [],
  reasons: [
    {
      code: 'event.gave_up',
      text: 'Не получилось после последней попытки. amoCRM сейчас недоступен. Повторите, когда он снова заработает.',
    },
  ],
};

export function hookAnswered(isOurs: boolean): Decision {
  return {
    actions: [],
    reasons: [
      isOurs
        ? { code: 'two_way.own', text: 'Так сделку записали мы сами: отвечать нечего' }
        : { code: 'two_way.unmapped', text: 'Для этого этапа статус визита не задан' },
    ],
  };
}

export const reconciled: Decision = {
  actions: [{ kind: 'source.reconciled', text: 'Сверено записей: 640, расхождений нет' }],
  reasons: [{ code: 'reconcile.clean', text: 'Всё совпадает' }],
};

export const failureCodes: readonly (readonly [code: string, httpStatus: number | null])[] = [
  ['amocrm.unavailable', 503],
  ['amocrm.timeout', null],
  ['amocrm.rate_limited', 429],
  ['amocrm.invalid', 422],
  ['archimed.unavailable', 502],
  ['archimed.timeout', null],
  ['archimed.not_found', 404],
];
