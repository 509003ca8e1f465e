import type { CardView } from '../pages/view-types.ts';
import type { PageState } from './state.ts';

/** The documented part of the global `APP` (amocrm-api.md §6.6). */

function cardModel(card: CardView) {
  const attributes: Record<string, unknown> = {
    ID: card.id,
    'lead[NAME]': card.name,
    'lead[PRICE]': card.price,
    'lead[STATUS]': card.statusId,
    'lead[PIPELINE_ID]': card.pipelineId,
    'lead[MAIN_USER]': card.responsibleUserId,
  };
  return { attributes, get: (key: string) => attributes[key] };
}

function constants(state: PageState): Record<string, unknown> {
  const { boot } = state;
  return {
    user: { id: boot.user.id, name: boot.user.name, login: boot.user.email, personal_mobile: '', lang: 'ru' },
    user_rights: { is_admin: boot.user.isAdmin },
    account: { ...boot.account, language: 'ru', currency: 'RUB', timezone: boot.account.timezone },
    managers: Object.fromEntries(
      boot.users.map((user) => [
        user.id,
        {
          id: String(user.id),
          title: user.name,
          login: user.email,
          is_admin: user.isAdmin ? 'Y' : 'N',
          active: user.isActive,
          group: 'group_0',
        },
      ]),
    ),
    groups: Object.fromEntries(boot.groups.map((group) => [`group_${group.id}`, group.name])),
    task_types: Object.fromEntries(
      boot.taskTypes.map((type) => [type.id, { id: type.id, option: type.name, type: 'default' }]),
    ),
  };
}

export function installApp(state: PageState): void {
  const app = {
    lang_id: 'ru',
    getBaseEntity: () => 'leads',
    isCard: () => state.area === 'leads_card',
    getWidgetsArea: () => state.area,
    constant: (name: string) => constants(state)[name],
    data: {
      // `false` outside a card, as in amoCRM.
      get current_card() {
        if (state.card === null || state.area !== 'leads_card') return false;
        return { id: state.card.id, type: 'leads', element_type: 2, model: cardModel(state.card) };
      },
      current_list: false,
      get current_view() {
        return { area: state.area };
      },
    },
    notifications: {
      add_error: (params: { header?: string; text?: string }) => console.debug('APP.notifications', params),
      add_call: (params: unknown) => console.debug('APP.notifications', params),
    },
  };
  Object.assign(window, { APP: app, AMOCRM: app });
}
