import { notify } from './notice.ts';
import type { BaseEntity, PageState } from './state.ts';

/** The documented part of the global `APP` (amocrm-api.md §6.6). */

const elementTypes: Record<BaseEntity, number> = { contacts: 1, leads: 2, companies: 3 };

function currentCard(state: PageState) {
  // `false` outside a card, as in amoCRM.
  const { open } = state;
  if (open === null || !state.area.endsWith('_card')) return false;
  return {
    id: open.id,
    type: open.entity,
    element_type: elementTypes[open.entity],
    // As of a Backbone model: what stands in the card's inputs, saved or not.
    model: {
      id: open.id,
      get attributes() {
        return open.attributes;
      },
      get: (key: string) => open.attributes[key],
      has: (key: string) => (open.attributes[key] ?? null) !== null,
      toJSON: () => ({ ...open.attributes }),
    },
  };
}

function currentList(state: PageState) {
  const { list } = state;
  if (list === null) return false;
  return { type: list.entity, selected: list.selected, length: list.selected.length };
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

function baseEntity(state: PageState): string {
  if (state.open !== null) return state.open.entity;
  if (state.list !== null) return state.list.entity;
  return state.area.startsWith('contacts') || state.area.startsWith('companies') ? state.area : 'leads';
}

type CallNotice = { from?: string; to?: string; header?: string; text?: string; link?: string };

export function installApp(state: PageState): void {
  let isCalling = false;
  const app = {
    lang_id: 'ru',
    getBaseEntity: () => baseEntity(state),
    isCard: () => state.area.endsWith('_card'),
    getWidgetsArea: () => state.area,
    constant: (name: string) => constants(state)[name],
    data: {
      get current_card() {
        return currentCard(state);
      },
      get current_list() {
        return currentList(state);
      },
      get current_view() {
        const pipelineId = state.list?.pipelineId;
        return {
          ...{ area: state.area, type: baseEntity(state) },
          // Of a board; the address names it only where somebody went to a pipeline.
          ...(pipelineId === undefined ? {} : { pipeline_id: pipelineId }),
        };
      },
    },
    sdk: {
      showUserStatus: () => {
        notify(`${state.boot.user.name}: ${isCalling ? 'на звонке' : 'на месте'}`);
      },
      setCallingStatus: (on: boolean) => {
        isCalling = on;
      },
      getCallingStatus: () => isCalling,
    },
    notifications: {
      add_error: (notice: CallNotice) =>
        notify([notice.header, notice.text].filter(Boolean).join(': '), 'error'),
      add_call: (notice: CallNotice) => notify([notice.from, notice.text].filter(Boolean).join(': ')),
    },
    widgets: { legal_handlers: {} },
  };
  Object.assign(window, { APP: app, AMOCRM: app });
}
