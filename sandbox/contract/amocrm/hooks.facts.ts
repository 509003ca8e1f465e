import type { Fact } from '../framework/case.ts';

/** amocrm-api.md §5. */
export const hookFacts: readonly Fact[] = [
  { key: '§5.1 create', text: 'POST is 201 with the documented object' },
  { key: '§5.1 upsert', text: 'POST of a known address changes it' },
  { key: '§5.1 list', text: 'GET with `_total_items`; `filter[destination]` is exact' },
  { key: '§5.1 delete', text: 'DELETE takes a JSON body: 204; 404 unknown; 403 without rights' },
  { key: '§5.1 plan', text: 'needs a plan with webhooks' },
  { key: '§5.1 cyrillic', text: 'Cyrillic domains are refused' },
  { key: '§5.1 invalid', text: '422 or 400 for an invalid address or unknown settings' },
  { key: '§5.1 settings', text: 'every documented name is taken' },
  { key: '§5.1 after disconnect', text: 'disabling the integration does not remove hooks' },
  {
    key: '§5.2 headers',
    text: 'POST, form-encoded, `User-Agent: amoCRM-Webhooks/3.0`, `x-amocrm-requestid`, `accept-encoding: gzip`',
  },
  { key: '§5.2 no signature', text: 'no signature header' },
  { key: '§5.2 success', text: '100–299 is success' },
  {
    key: '§5.2 two seconds',
    text: 'an answer within 2 s',
  },
  {
    key: '§5.2 retries',
    text: 'attempts after 5, 15, 15, 60 min; the fourth and fifth only after 499 and 5xx',
  },
  {
    key: '§5.2 disabled',
    text: 'switched off after more than 100 bad answers in 2 h when the latest is bad',
  },
  { key: '§5.2 batch', text: 'a delivery may hold several actions' },
  { key: '§5.3 root', text: '`account[subdomain]`, `account[id]`, `account[_links][self]`' },
  { key: '§5.3 root order', text: 'first in newer captures, last in older ones' },
  { key: '§5.3 encoded', text: 'brackets, plus and UTF-8 are percent-encoded, spaces are +' },
  { key: '§5.3 lead add', text: 'a new deal, pair by pair' },
  { key: '§5.3 date scalar', text: 'a date stands directly at `[values][0]`' },
  { key: '§5.3 checkbox', text: 'a checkbox is 1 or 0' },
  { key: '§5.3 empty omitted', text: 'empty fields are omitted' },
  {
    key: '§5.3 update',
    text: 'an update carries `old_status_id`, `old_responsible_user_id` when they changed',
  },
  {
    key: '§5.3 status',
    text: '`leads[status]` with `old_status_id`, and `old_pipeline_id` when the pipeline changed',
  },
  { key: '§5.3 status and update', text: 'a move fires both' },
  { key: '§5.3 responsible', text: '`leads[responsible]` with `old_responsible_user_id`' },
  { key: '§5.3 delete', text: 'a deleted deal: three keys' },
  { key: '§5.3 restore', text: 'a restored deal: the full set' },
  { key: '§5.3 contact', text: 'a contact, pair by pair' },
  { key: '§5.3 contact delete', text: '`contacts[delete][0][id]`, `[type]`' },
  { key: '§5.3 company', text: 'companies come under `contacts` with `type=company`' },
  { key: '§5.3 task', text: 'a task, with strings in the account’s time zone' },
  { key: '§5.3 task list', text: 'closing from the task list sends two events' },
  { key: '§5.3 note', text: 'a note, nested twice' },
  { key: '§5.3 call note', text: 'a call’s note: number 10 or 11, text is a JSON string' },
  { key: '§5.3 collision', text: 'a scalar and a nested key may collide' },
  { key: '§5.3 message', text: 'messages and talks', notDone: 'the double has no chats' },
  { key: '§5.3 customers', text: 'customers and catalogs', notDone: 'the double has neither' },
  { key: '§5.3 unsorted', text: 'unsorted: add, and delete with `action=accept|decline`' },
  {
    key: '§5.4 send webhook',
    text: '"API: send webhook" on a stage: the deal’s place, old and new, one attempt',
  },
  { key: '§5.4 widget trigger', text: 'the widget’s trigger: event, action settings, account; JSON or form' },
  { key: '§5.4 single', text: 'one attempt, no retries' },
  {
    key: '§5.5 authentication',
    text: 'how receivers protect themselves',
    notDone: 'advice to a receiver, not behaviour of amoCRM',
  },
  {
    key: '§5.6 own writes',
    text: 'own API writes trigger hooks with the token’s owner as `modified_user_id`',
  },
  { key: '§5.6 duplicates', text: 'the same hook may come twice' },
  { key: '§5.6 unordered', text: 'hooks may come out of order' },
  { key: '§5.6 add then update', text: '`add_lead` is often followed by `update_lead`' },
  {
    key: '§5.6 link',
    text: '`update_contact` may fire on link changes',
    notDone: 'the reference says may; contacts are told about when they themselves change',
  },
];

/** amocrm-api.md §6.1, §6.2, §6.8. */
export const archiveFacts: readonly Fact[] = [
  { key: '§6.1 good', text: 'a good archive is taken' },
  { key: '§6.1 root', text: 'files are at the root' },
  { key: '§6.1 text', text: 'UTF-8 without BOM, LF line ends' },
  { key: '§6.1 script', text: 'manifest.json and script.js are there' },
  { key: '§6.1 images', text: 'five logos of their sizes, png, jpg or gif, at most 300 KB, not animated' },
  { key: '§6.1 dp logo', text: 'logo_dp.png for digital_pipeline' },
  { key: '§6.1 i18n', text: 'the same keys in every language' },
  {
    key: '§6.2 required',
    text: 'name, description, short_description, version, locale, installation, support',
  },
  { key: '§6.2 settings', text: 'settings: types and at most one custom' },
  { key: '§6.2 advanced', text: '`advanced` with the location advanced_settings' },
  { key: '§6.2 dp', text: '`dp` with the location digital_pipeline, https' },
  {
    key: '§6.2 niche',
    text: 'salesbot_designer, left_menu, sms, mobile, amoforms',
    notDone: 'locations that the product does not use',
  },
  { key: '§6.3 locations', text: 'only known locations' },
  { key: '§6.8 name', text: 'no "amoCRM" in the name' },
  { key: '§6.8 eval', text: 'no eval, alert, confirm' },
  { key: '§6.8 remote', text: 'nothing loaded from external hosts, no script elements' },
  { key: '§6.8 minified', text: 'no minified source' },
  { key: '§6.8 css', text: 'no global CSS' },
  { key: '§6.8 loops', text: 'no requests in loops' },
  {
    key: '§6.8 moderators',
    text: 'rules that people check: consent, policy, ratings, covered controls',
    notDone: 'moderators look at them; an archive does not show them',
  },
  {
    key: '§6.4–6.7 page',
    text: 'callbacks, widget object, globals, theming',
    notDone: 'behaviour of the page in a browser: `amocrm/page/widget-host.e2e.test.ts`',
  },
];

/** amocrm-api.md §8: what a faithful double has, as far as it is not a fact of another section. */
export const doubleFacts: readonly Fact[] = [
  {
    key: '§8 toggles',
    text: 'per account: filters, unpaid, blocked, limits, 504, slow index, false positives, renaming',
  },
  { key: '§8 hook switches', text: 'hooks twice and out of order' },
  { key: '§8 tokens', text: 'bent disposable tokens' },
  { key: '§8 recycle bin', text: 'a person deletes and restores, which the API cannot' },
  { key: '§8 validator', text: 'the archive is checked' },
  {
    key: '§8 seed',
    text: 'two pipelines, phones in several forms, contacts without values, deals without contacts, a deactivated user',
    notDone: 'a matter of the data, not of the double: `demo/crm.test.ts`',
  },
];
