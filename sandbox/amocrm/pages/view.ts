import type { Account, User } from '../core/model.ts';
import type { World } from '../core/world.ts';
import type { Bootstrap } from './view-types.ts';
import { widgetViews } from './view-widgets.ts';

export function bootstrapView(world: World, account: Account, user: User): Bootstrap {
  return {
    account: {
      id: account.id,
      name: account.name,
      subdomain: account.subdomain,
      domain: account.domain,
      timezone: account.timezone,
    },
    user: { id: user.id, name: user.name, email: user.email, isAdmin: user.isAdmin },
    users: account.users.map(({ id, name, email, isAdmin, isActive }) => ({
      id,
      name,
      email,
      isAdmin,
      isActive,
    })),
    groups: account.userGroups.map(({ id, name }) => ({ id, name })),
    taskTypes: account.taskTypes.map(({ id, name }) => ({ id, name })),
    pipelines: account.pipelines.map((pipeline) => ({
      id: pipeline.id,
      name: pipeline.name,
      isMain: pipeline.isMain,
      statuses: pipeline.statuses.map(({ id, name, color, type }) => ({ id, name, color, type })),
    })),
    lossReasons: account.lossReasons.map(({ id, name }) => ({ id, name })),
    widgets: widgetViews(world, account),
  };
}
