/** Lies that a double could tell: one change of its source each, with the cases that must see it. */

export type Mutation = {
  id: string;
  lie: string;
  /** Below `sandbox/`. */
  file: string;
  /** Occurs exactly once in the file. */
  find: string;
  replace: string;
  /** Fails against the mutated double, passes against the unchanged one. */
  expectedToFail: string;
  /** Further cases that concern the same behaviour. */
  cases?: readonly string[];
};

const amocrm: readonly Mutation[] = [
  {
    id: 'nothing-is-empty-list',
    lie: 'nothing found is 200 with a body instead of 204',
    file: 'amocrm/http/hal.ts',
    find: 'return new Response(null, { status: 204 });',
    replace: 'return hal({ _embedded: [] });',
    expectedToFail: 'amo-3.3-empty-list-204',
    cases: ['amo-3.3-unknown-id-204', 'amo-3.3-204-writes'],
  },
  {
    id: 'refresh-reusable',
    lie: 'codes and refresh tokens may be used again',
    file: 'amocrm/oauth/token-store.ts',
    find: '    found.used = true;\n    return { accountId',
    replace: '    return { accountId',
    expectedToFail: 'amo-1.4-refresh-once',
    cases: ['amo-1.4-code-once'],
  },
  {
    id: 'filters-always-on',
    lie: 'alpha filters work without the account’s flag',
    file: 'amocrm/api/leads.routes.ts',
    find: 'if (account.settings.filtersEnabled) {',
    replace: 'if (account !== undefined) {',
    expectedToFail: 'amo-4.11-off',
    cases: ['amo-4.11-leads'],
  },
  {
    id: 'hooks-as-json',
    lie: 'hooks have a JSON body',
    file: 'amocrm/hooks/form.ts',
    find: 'return new URLSearchParams(pairs.map(([key, value]) => [key, value])).toString();',
    replace: 'return JSON.stringify(Object.fromEntries(pairs));',
    expectedToFail: 'amo-5.3-encoding',
    cases: ['amo-5.4-widget-form'],
  },
  {
    id: '429-as-json',
    lie: '429 is JSON with Retry-After',
    file: 'amocrm/http/limits.ts',
    find: "return account.settings.rateLimitBody === 'json' ? problem(429, 'Too many requests') : htmlError(429);",
    replace:
      "void htmlError; void account; return Response.json({ status: 429 }, { status: 429, headers: { 'retry-after': '1' } });",
    expectedToFail: 'amo-3.1-html-429',
  },
  {
    id: 'errors-without-path',
    lie: 'validation errors do not say where',
    file: 'amocrm/http/problem.ts',
    find: "return { code: 'NotSupportedChoice', path, detail: notAChoice };",
    replace: "void path; return { code: 'NotSupportedChoice', path: '', detail: notAChoice };",
    expectedToFail: 'amo-3.4-validation',
    cases: ['amo-3.4-responsible'],
  },
  {
    id: 'index-without-delay',
    lie: 'the search sees a contact at once',
    file: 'amocrm/core/search.ts',
    find: 'nowMs - account.settings.indexDelayMs',
    replace: 'nowMs',
    expectedToFail: 'amo-4.12-lag',
  },
  {
    id: 'aud-with-port',
    lie: 'the audience of a disposable token has a port',
    file: 'amocrm/oauth/disposable.ts',
    find: 'url.hostname}',
    replace: 'url.host}',
    expectedToFail: 'amo-2.2-aud-without-port',
    cases: ['amo-2.1-endpoint'],
  },
  {
    id: 'enums-merged',
    lie: 'PATCH of options adds to the list instead of replacing it',
    file: 'amocrm/api/custom-fields.routes.ts',
    find: 'replaceOptions(world, account, kind, field, value.enums);',
    replace:
      'const given = value.enums; replaceOptions(world, account, kind, field, [...field.enums.filter(({ id }) => !given.some((option) => option.id === id)), ...given]);',
    expectedToFail: 'amo-4.6-patch-enums',
  },
  {
    id: 'no-next-on-full-page',
    lie: 'an exactly full page has no next',
    file: 'amocrm/http/hal.ts',
    find: 'if (slice.length === paging.limit) links.next',
    replace: 'if (rows.length > paging.page * paging.limit) links.next',
    expectedToFail: 'amo-3.5-full-page',
  },
  {
    id: 'hooks-signed',
    lie: 'hooks are signed',
    file: 'amocrm/hooks/sender.ts',
    find: "        'accept-encoding': 'gzip',\n",
    replace: "        'accept-encoding': 'gzip',\n        'x-signature': delivery.requestId,\n",
    expectedToFail: 'amo-5.2-headers',
  },
  {
    id: 'hooks-never-give-up',
    lie: 'the fourth attempt comes after any bad answer',
    file: 'amocrm/hooks/sender.ts',
    find: 'if (attemptsMade <= 2) return wait;',
    replace: 'if (attemptsMade <= 4) return wait;',
    expectedToFail: 'amo-5.2-retry-404',
    cases: ['amo-5.2-retry-503'],
  },
  {
    id: 'disconnect-other-message',
    lie: 'the disconnect hook signs id and account without the bar',
    file: 'amocrm/oauth/lifecycle.ts',
    find: 'clientId}|',
    replace: 'clientId}',
    expectedToFail: 'amo-1.10-disconnect',
  },
  {
    id: 'manager-grants-first',
    lie: 'a manager may connect the integration',
    file: 'amocrm/oauth/consent.routes.ts',
    find: 'if (!account.widget.installed && user?.isAdmin !== true) return administratorOnly(c);',
    replace: '',
    expectedToFail: 'amo-1.2-first-grant',
  },
];

const archimed: readonly Mutation[] = [
  {
    id: 'total-number',
    lie: 'total of a list is a number',
    file: 'archimed/api/list.ts',
    find: 'total: String(found.length)',
    replace: 'total: found.length',
    expectedToFail: 'archimed-2-total-string',
    cases: ['archimed-2-envelope'],
  },
  {
    id: 'deleted-listed',
    lie: 'lists show deleted talons unasked',
    file: 'archimed/api/talons.routes.ts',
    find: '(deletedToo || !talon.deleted) &&',
    replace: '(deletedToo || !talon.deleted || talon.deleted) &&',
    expectedToFail: 'archimed-2-with-deleted',
  },
  {
    id: 'busy-accepted',
    lie: 'a busy slot can be booked again',
    file: 'archimed/clinic/slots.ts',
    find: 'if (options.ignoreBusy !== true && isBusy(source, wish, options.exceptTalonId)) {',
    replace: 'if (options.ignoreBusy === undefined && false) {',
    expectedToFail: 'archimed-10-busy',
    cases: ['archimed-10-two-at-once', 'archimed-10-post-repeat'],
  },
  {
    id: 'second-delete-404',
    lie: 'the second DELETE is 404',
    file: 'archimed/api/talons.routes.ts',
    find: '    if (talon === undefined) return failed(c, 404, notFound);\n    const reason =',
    replace:
      '    if (talon === undefined || talon.deleted) return failed(c, 404, notFound);\n    const reason =',
    expectedToFail: 'archimed-10-delete-twice',
    cases: ['archimed-10-delete'],
  },
  {
    id: 'unknown-404',
    lie: 'an unknown id is 404',
    file: 'archimed/api/list.ts',
    find: 'if (item === undefined) return c.json([]);',
    replace: 'if (item === undefined) return c.json({}, 404);',
    expectedToFail: 'archimed-2-unknown-id',
  },
  {
    id: 'secret-as-hex',
    lie: 'the secret is read as hex',
    file: 'archimed/api/auth.ts',
    find: 'new TextEncoder().encode(key.apiSecret)',
    replace: "new Uint8Array(Buffer.from(key.apiSecret, 'hex'))",
    expectedToFail: 'archimed-1-secret-is-text',
  },
  {
    id: 'no-step-booked',
    lie: 'a doctor without a grid step can be booked',
    file: 'archimed/clinic/slots.ts',
    find: "if (source.doctors.get(wish.doctorId)?.maxTime === 0) return { ok: false, refusal: 'no-grid-step' };",
    replace: '',
    expectedToFail: 'archimed-10-max-time-0',
  },
  {
    id: 'filters-strict',
    lie: 'an unknown filter finds nothing',
    file: 'archimed/api/list.ts',
    find: 'if (value === null || read === undefined) continue;',
    replace: 'if (value === null) continue;\n    if (read === undefined) return [];',
    expectedToFail: 'archimed-2-filters-equality',
  },
];

export const mutations: readonly Mutation[] = [...amocrm, ...archimed];
