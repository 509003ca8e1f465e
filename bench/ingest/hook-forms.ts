import { demoCrm } from '../../sandbox/demo/crm.ts';

/** A deal of the account as a hook tells of it. */
export type LinkedDeal = {
  accountId: number;
  subdomain: string;
  id: number;
  name: string;
  fields: ReadonlyArray<{ id: number; name: string; values: readonly string[] }>;
};

type Pairs = ReadonlyArray<readonly [key: string, value: string | number]>;

const { stages, primaryPipeline, manager } = demoCrm;
const CHOSEN_BY_HAND = [stages.inWork, stages.fresh] as const;
const FIRST_TIME = 1_790_000_000;

/**
 * The body that amoCRM sends when a manager moves a deal (amocrm-api.md §5.3), with the deal's own fields. `number` makes the
 * time of the change, so no two hooks are alike.
 */
export function movedByHand(deal: LinkedDeal, number: number): string {
  const at = FIRST_TIME + number;
  const root = 'leads[status][0]';
  const key = (name: string) => `${root}[${name}]`;
  const pairs: Pairs = [
    [key('id'), deal.id],
    [key('name'), deal.name],
    [key('status_id'), CHOSEN_BY_HAND[number % 2] ?? stages.inWork],
    [key('old_status_id'), stages.booked],
    [key('price'), 0],
    [key('responsible_user_id'), manager],
    [key('last_modified'), at],
    [key('modified_user_id'), manager],
    [key('created_user_id'), manager],
    [key('date_create'), at - 86_400],
    [key('pipeline_id'), primaryPipeline],
    [key('old_pipeline_id'), primaryPipeline],
    [key('account_id'), deal.accountId],
    ...deal.fields.flatMap((field, place) => fieldPairs(`${root}[custom_fields][${place}]`, field)),
    [key('created_at'), at - 86_400],
    [key('updated_at'), at],
    ['account[subdomain]', deal.subdomain],
    ['account[id]', deal.accountId],
    ['account[_links][self]', `https://${deal.subdomain}.amocrm.ru`],
  ];
  return pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}

function fieldPairs(key: string, { id, name, values }: LinkedDeal['fields'][number]): Pairs {
  return [
    [`${key}[id]`, id],
    [`${key}[name]`, name],
    ...values.map((value, place) => [`${key}[values][${place}][value]`, value] as const),
  ];
}
