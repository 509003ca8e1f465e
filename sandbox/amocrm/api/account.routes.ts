import { Hono } from 'hono';
import type { Account, User } from '../core/model.ts';
import type { ApiEnv } from '../http/env.ts';
import { hal, selfLink, withOf } from '../http/hal.ts';

/** The account with every `with=` of amocrm-api.md §4.10. */

function offsetOf(timeZone: string, nowMs: number): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    nowMs,
  );
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  return name === 'GMT' ? '+00:00' : name.slice(3);
}

const entityNames = {
  leads: {
    ru: {
      gender: 'f',
      plural_form: { dative: 'сделкам', default: 'сделки', genitive: 'сделок', accusative: 'сделки' },
      singular_form: { dative: 'сделке', default: 'сделка', genitive: 'сделки', accusative: 'сделку' },
    },
  },
};

/** Made of the account's number: the same after every start. */
function amojoIdOf(account: Account): string {
  const hex = account.id.toString(16).padStart(12, '0');
  return `a0a0a0a0-0000-4000-8000-${hex}`;
}

function embeddedParts(account: Account, nowMs: number): Record<string, unknown> {
  return {
    amojo_rights: { can_direct: true, can_create_groups: true },
    users_groups: account.userGroups,
    task_types: account.taskTypes,
    entity_names: entityNames,
    datetime_settings: {
      date_pattern: 'd.m.Y H:i',
      short_date_pattern: 'd.m.Y',
      short_time_pattern: 'H:i',
      date_formant: 'd.m.Y',
      time_format: 'H:i:s',
      timezone: account.timezone,
      timezone_offset: offsetOf(account.timezone, nowMs),
    },
    invoices_settings: { lang: null, currency: null },
  };
}

export function renderAccount(
  account: Account,
  actor: User,
  withs: ReadonlySet<string>,
  nowMs: number,
): unknown {
  const embedded = Object.entries(embeddedParts(account, nowMs)).filter(([key]) => withs.has(key));
  const topLevel = account.domain.replace(/^[^.]+\./, '');
  const asked = {
    amojo_id: amojoIdOf(account),
    version: 12,
    drive_url: `https://drive-b.${topLevel}`,
    is_api_filter_enabled: account.settings.filtersEnabled,
  };
  return {
    id: account.id,
    name: account.name,
    subdomain: account.subdomain,
    created_at: account.createdAt,
    created_by: 0,
    updated_at: account.createdAt,
    updated_by: 0,
    current_user_id: actor.id,
    country: 'RU',
    currency: 'RUB',
    currency_symbol: '₽',
    customers_mode: 'segments',
    is_unsorted_on: account.pipelines.some((pipeline) => pipeline.isUnsortedOn),
    is_loss_reason_enabled: account.settings.lossReasonsEnabled,
    is_helpbot_enabled: false,
    is_technical_account: false,
    contact_name_display_order: 1,
    ...Object.fromEntries(Object.entries(asked).filter(([key]) => withs.has(key))),
    ...selfLink(account, '/account'),
    ...(embedded.length === 0 ? {} : { _embedded: Object.fromEntries(embedded) }),
  };
}

export function accountRoutes(nowMs: () => number): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.get('/account', (c) => hal(renderAccount(c.var.account, c.var.actor, withOf(c), nowMs())));
  return app;
}
