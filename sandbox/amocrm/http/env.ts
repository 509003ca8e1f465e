import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Account, User } from '../core/model.ts';

/** What the gate of `/api/v4` found out before a route runs. */
export type ApiEnv = { Bindings: HttpBindings; Variables: { account: Account; actor: User } };

export type ApiContext = Context<ApiEnv>;
