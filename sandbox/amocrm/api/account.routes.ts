import { Hono } from 'hono';
import type { Account, Pipeline, Status, User } from '../core/model.ts';
import type { ApiEnv } from '../http/env.ts';
import { countedPage, hal, noContent, selfLink, withOf } from '../http/hal.ts';
import { problem } from '../http/problem.ts';

/** Account, users, pipelines: what the API only reads here (amocrm-api.md §4.9, §4.10). */

export const taskTypes = [
  { id: 1, name: 'Связаться', color: null, icon_id: null, code: 'FOLLOW_UP' },
  { id: 2, name: 'Встреча', color: null, icon_id: null, code: 'MEETING' },
] as const;

export const userGroups = [{ id: 0, name: 'Отдел продаж', uuid: null }] as const;

function offsetOf(timeZone: string, nowMs: number): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    nowMs,
  );
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  return name === 'GMT' ? '+00:00' : name.slice(3);
}

function accountParts(account: Account, nowMs: number): Record<string, unknown> {
  return {
    users_groups: userGroups,
    task_types: taskTypes,
    entity_names: { leads: { ru: { gender: 'f', plural_form: {}, singular_form: {} } } },
    datetime_settings: {
      date_pattern: 'd.m.Y H:i',
      short_date_pattern: 'd.m.Y',
      short_time_pattern: 'H:i',
      date_formant: 'd.m.Y',
      time_format: 'H:i:s',
      timezone: account.timezone,
      timezone_offset: offsetOf(account.timezone, nowMs),
    },
  };
}

export function renderAccount(
  account: Account,
  actor: User,
  withs: ReadonlySet<string>,
  nowMs: number,
): unknown {
  const embedded = Object.entries(accountParts(account, nowMs)).filter(([key]) => withs.has(key));
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
    is_unsorted_on: true,
    is_loss_reason_enabled: true,
    is_helpbot_enabled: false,
    is_technical_account: false,
    contact_name_display_order: 1,
    ...(withs.has('is_api_filter_enabled') ? { is_api_filter_enabled: account.settings.filtersEnabled } : {}),
    ...(withs.has('version') ? { version: 12 } : {}),
    ...(withs.has('drive_url')
      ? { drive_url: `https://drive-b.${account.domain.replace(/^[^.]+\./, '')}` }
      : {}),
    ...selfLink(account, '/account'),
    ...(embedded.length === 0 ? {} : { _embedded: Object.fromEntries(embedded) }),
  };
}

function renderUser(account: Account, user: User, withs: ReadonlySet<string>): unknown {
  const level = user.isAdmin ? 'A' : 'G';
  const entity = {
    view: level,
    edit: level,
    add: 'A',
    delete: user.isAdmin ? 'A' : 'D',
    export: user.isAdmin ? 'A' : 'D',
  };
  const role = { id: 5150, name: 'Менеджер' };
  const embedded: Record<string, unknown> = {};
  if (withs.has('role')) embedded.roles = user.isAdmin ? [] : [role];
  if (withs.has('group')) embedded.groups = userGroups.filter(({ id }) => id === user.groupId);
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    lang: 'ru',
    rights: {
      leads: entity,
      contacts: entity,
      companies: entity,
      tasks: { edit: 'A', delete: 'A' },
      mail_access: false,
      catalog_access: true,
      status_rights: null,
      is_admin: user.isAdmin,
      is_free: user.isFree,
      is_active: user.isActive,
      group_id: user.groupId === 0 ? null : user.groupId,
      role_id: user.isAdmin ? null : role.id,
    },
    ...(withs.has('uuid') ? { uuid: null } : {}),
    ...(withs.has('amojo_id') ? { amojo_id: null } : {}),
    ...selfLink(account, `/users/${user.id}`),
    _embedded: embedded,
  };
}

function renderStatus(account: Account, pipeline: Pipeline, status: Status): unknown {
  return {
    id: status.id,
    name: status.name,
    sort: status.sort,
    is_editable: status.isEditable,
    pipeline_id: pipeline.id,
    color: status.color,
    type: status.type,
    account_id: account.id,
    ...selfLink(account, `/leads/pipelines/${pipeline.id}/statuses/${status.id}`),
  };
}

function renderPipeline(account: Account, pipeline: Pipeline): unknown {
  return {
    id: pipeline.id,
    name: pipeline.name,
    sort: pipeline.sort,
    is_main: pipeline.isMain,
    is_unsorted_on: pipeline.isUnsortedOn,
    is_archive: false,
    account_id: account.id,
    ...selfLink(account, `/leads/pipelines/${pipeline.id}`),
    _embedded: { statuses: pipeline.statuses.map((status) => renderStatus(account, pipeline, status)) },
  };
}

export function accountRoutes(nowMs: () => number): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.get('/account', (c) => hal(renderAccount(c.var.account, c.var.actor, withOf(c), nowMs())));

  app.use('/users/*', async (c, next) => (c.var.actor.isAdmin ? next() : problem(403, 'Доступ запрещён')));

  app.get('/users', (c) => {
    const rows = c.var.account.users.map((user) => renderUser(c.var.account, user, withOf(c)));
    return countedPage(c, '/users', 'users', rows);
  });

  app.get('/users/:id{[0-9]+}', (c) => {
    const user = c.var.account.users.find((candidate) => candidate.id === Number(c.req.param('id')));
    return user === undefined ? noContent() : hal(renderUser(c.var.account, user, withOf(c)));
  });

  app.get('/leads/pipelines', (c) => {
    const { account } = c.var;
    return hal({
      _total_items: account.pipelines.length,
      ...selfLink(account, '/leads/pipelines'),
      _embedded: { pipelines: account.pipelines.map((pipeline) => renderPipeline(account, pipeline)) },
    });
  });

  app.get('/leads/pipelines/:id{[0-9]+}', (c) => {
    const pipeline = c.var.account.pipelines.find((candidate) => candidate.id === Number(c.req.param('id')));
    return pipeline === undefined ? noContent() : hal(renderPipeline(c.var.account, pipeline));
  });

  app.get('/leads/pipelines/:id{[0-9]+}/statuses', (c) => {
    const { account } = c.var;
    const pipeline = account.pipelines.find((candidate) => candidate.id === Number(c.req.param('id')));
    if (pipeline === undefined) return noContent();
    return hal({
      _total_items: pipeline.statuses.length,
      ...selfLink(account, `/leads/pipelines/${pipeline.id}/statuses`),
      _embedded: { statuses: pipeline.statuses.map((status) => renderStatus(account, pipeline, status)) },
    });
  });

  return app;
}
