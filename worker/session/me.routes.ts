import { createRoute } from '@hono/zod-openapi';
import { amocrmOrigin } from '../env.ts';
import { createApi, failures, json, secured } from '../http/api.ts';
import { may } from '../http/authorization.ts';
import { version } from '../http/version.ts';
import { permits } from './access.ts';
import { dpTokenOf } from './dp-token.ts';
import { meReplySchema } from './session.schemas.ts';
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
    const { session, access, settings } = c.get('caller');
    const isAdministrator = permits(access, 'administer') && access.allBranches;
    const dpToken = isAdministrator ? await dpTokenOf(c.get('services'), settings.account) : null;
    const { id, name, domain } = settings.account;
    return c.json(
      {
        user: userOf(session, access),
        account: { id, name, domain, origin: amocrmOrigin(c.get('services').config, domain) },
        branches: settings.branches
          .filter((branch) => access.branches.includes(branch.id))
          .map(({ id, title, timeZone, main, enabled }) => ({ id, title, timeZone, main, enabled })),
        hideOnStages: settings.automation.body.hideOnStages,
        version,
        ...(dpToken === null ? {} : { dp_token: dpToken }),
      },
      200,
    );
  });
}
