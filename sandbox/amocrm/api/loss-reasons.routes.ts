import { Hono } from 'hono';
import type { Account, LossReason } from '../core/model.ts';
import type { ApiEnv } from '../http/env.ts';
import { hal, listPage, noContent, selfLink } from '../http/hal.ts';

/** Items of amocrm-api.md §4.1. */
function render(account: Account, reason: LossReason): unknown {
  return {
    id: reason.id,
    name: reason.name,
    sort: reason.sort,
    created_at: reason.createdAt,
    updated_at: reason.updatedAt,
    ...selfLink(account, `/leads/loss_reasons/${reason.id}`),
  };
}

export function lossReasonsRoutes(): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();

  app.get('/leads/loss_reasons', (c) => {
    const { account } = c.var;
    const rows = [...account.lossReasons].sort((a, b) => a.sort - b.sort);
    return listPage(
      c,
      '/leads/loss_reasons',
      'loss_reasons',
      rows.map((reason) => render(account, reason)),
    );
  });

  app.get('/leads/loss_reasons/:id{[0-9]+}', (c) => {
    const { account } = c.var;
    const reason = account.lossReasons.find((candidate) => candidate.id === Number(c.req.param('id')));
    return reason === undefined ? noContent() : hal(render(account, reason));
  });

  return app;
}
