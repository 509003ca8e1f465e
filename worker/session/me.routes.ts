import { createRoute } from '@hono/zod-openapi';
import { amocrmOrigin, type Config } from '../env.ts';
import { createApi, failures, json, secured } from '../http/api.ts';
import type { Caller } from '../http/app-env.ts';
import { may } from '../http/authorization.ts';
import { version } from '../http/version.ts';
import { permits } from './access.ts';
import { dpTokenOf } from './dp-token.ts';
import { type MeReply, meReplySchema } from './session.schemas.ts';
import { userOf } from './sign-in.service.ts';

const me = createRoute({
  method: 'get',
  path: '/me',
  summary: 'Who is signed in, with the branches this user may use',
  security: secured,
  middleware: may('view'),
  responses: { 200: json(meReplySchema, 'User, account and branches'), ...failures },
});

export function meRoutes() {
  return createApi().openapi(me, async (c) => {
    const { access, settings } = c.get('caller');
    const services = c.get('services');
    const isAdministrator = permits(access, 'administer') && access.allBranches;
    const dpToken = isAdministrator ? await dpTokenOf(services, settings.account) : null;
    const reply = meOf(c.get('caller'), services.config);
    return c.json({ ...reply, ...(dpToken === null ? {} : { dp_token: dpToken }) }, 200);
  });
}

export function meOf({ session, access, settings }: Caller, config: Config): MeReply {
  const { id, name, domain } = settings.account;
  return {
    user: userOf(session, access),
    account: { id, name, domain, origin: amocrmOrigin(config, domain) },
    branches: settings.branches
      .filter((branch) => access.branches.includes(branch.id))
      .map(({ id, title, timeZone, main, enabled }) => ({ id, title, timeZone, main, enabled })),
    hideOnStages: settings.automation.body.hideOnStages,
    journalPipelines: settings.automation.body.journalPipelines,
    version,
  };
}
