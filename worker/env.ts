import { z } from 'zod';
import { err, ok, type Result } from './shared/result.ts';

/**
 * Variables of the Worker (contract.md, «Running»), parsed once. Pure: the development command
 * parses the same variables before it starts anything.
 */
const DEFAULT_AMOCRM_ORIGIN = 'https://{domain}';
const DEFAULT_ARCHIMED_ORIGIN = 'https://newapi.archimed-soft.ru';

const ADDRESS = 'is not an address that begins with https:// or http://';

/** `URL` alone would take "localhost:8788", too: an address of the scheme "localhost". */
function isAddress(value: string): boolean {
  return /^https?:\/\/[^{}]+$/.test(value) && URL.canParse(value);
}

const withoutSlash = (value: string) => value.replace(/\/+$/, '');

const originSchema = z.string().refine(isAddress, ADDRESS).transform(withoutSlash);

const originTemplateSchema = z
  .string()
  .refine((value) => isAddress(value.replace('{domain}', 'x')), ADDRESS)
  .transform(withoutSlash);

const keySchema = z
  .string()
  .refine(
    (value) => /^[A-Za-z0-9+/]{43}=$/.test(value),
    'is not 32 bytes in base64 (try: openssl rand -base64 32)',
  );

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const rawSchema = z.object({
  PUBLIC_URL: originSchema.refine(
    (value) => new URL(value).pathname === '/',
    'has a path; give scheme and host only',
  ),
  AMOCRM_CLIENT_ID: z.string().min(8, 'is too short'),
  AMOCRM_CLIENT_SECRET: z.string().min(8, 'is too short'),
  AMOCRM_CLIENT_SECRET_PREVIOUS: optional(z.string().min(8, 'is too short')),
  SECRETS_KEY: keySchema,
  SECRETS_KEY_PREVIOUS: optional(keySchema),
  AMOCRM_ORIGIN: z.preprocess((value) => value || DEFAULT_AMOCRM_ORIGIN, originTemplateSchema),
  ARCHIMED_ORIGIN: z.preprocess((value) => value || DEFAULT_ARCHIMED_ORIGIN, originSchema),
  POLL_SECONDS: optional(z.coerce.number({ error: 'is not a number' }).positive('is not above 0')),
  SUPPORT_CONTACT: optional(z.string().trim().max(200, 'is longer than 200 characters')),
  OPERATOR_TOKEN: optional(
    z.string().regex(/^\S{32,}$/, 'is shorter than 32 characters or has a space in it'),
  ),
  TIME_SCALE: optional(z.coerce.number({ error: 'is not a number' }).min(1, 'is below 1')),
});

export type Config = {
  publicUrl: string;
  amocrm: {
    clientId: string;
    clientSecret: string;
    clientSecretPrevious: string | null;
    originTemplate: string;
  };
  archimedOrigin: string;
  secretsKey: string;
  secretsKeyPrevious: string | null;
  /** Seconds between polls day and night; null: by the hour (product.md §3.3). */
  pollSeconds: number | null;
  /** How administrators of the clinics reach whoever runs this; null: not told. */
  supportContact: string | null;
  /** Opens the operator's view of an account; null: there is none. */
  operatorToken: string | null;
  /** Divides the waits of retries and polls. */
  timeScale: number;
};

export const variableNames = Object.keys(rawSchema.shape);

/** The failure is one sentence that names the variable. */
export function parseEnv(raw: unknown): Result<Config, string> {
  const parsed = rawSchema.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? 'environment');
    const missing = issue?.code === 'invalid_type' && issue.message.includes('undefined');
    return err(`${name} ${missing ? 'is not set' : (issue?.message ?? 'is bad')}.`);
  }
  const env = parsed.data;
  const scaled = env.TIME_SCALE ?? 1;
  if (
    scaled !== 1 &&
    (env.AMOCRM_ORIGIN === DEFAULT_AMOCRM_ORIGIN || env.ARCHIMED_ORIGIN === DEFAULT_ARCHIMED_ORIGIN)
  ) {
    return err(
      'TIME_SCALE is for tests: it is refused while AMOCRM_ORIGIN or ARCHIMED_ORIGIN has its default.',
    );
  }
  return ok({
    publicUrl: new URL(env.PUBLIC_URL).origin,
    amocrm: {
      clientId: env.AMOCRM_CLIENT_ID,
      clientSecret: env.AMOCRM_CLIENT_SECRET,
      clientSecretPrevious: env.AMOCRM_CLIENT_SECRET_PREVIOUS ?? null,
      originTemplate: env.AMOCRM_ORIGIN,
    },
    archimedOrigin: env.ARCHIMED_ORIGIN,
    secretsKey: env.SECRETS_KEY,
    secretsKeyPrevious: env.SECRETS_KEY_PREVIOUS ?? null,
    pollSeconds: env.POLL_SECONDS ?? null,
    supportContact: env.SUPPORT_CONTACT || null,
    operatorToken: env.OPERATOR_TOKEN ?? null,
    timeScale: scaled,
  });
}

const AMOCRM_HOST = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.(?:amocrm\.ru|amocrm\.com|kommo\.com)$/;

/** `referer` and `iss` come from outside: the client secret goes only to such hosts (amocrm-api.md §1.2). */
export function isAmocrmDomain(domain: string): boolean {
  return AMOCRM_HOST.test(domain);
}

/** Where the requests of an account go; no other code knows a host. */
export function amocrmOrigin(config: Config, domain: string): string {
  return config.amocrm.originTemplate.replace('{domain}', domain);
}

/** `PUBLIC_URL` plus the exact address registered with the integration. */
export function redirectUri(config: Config): string {
  return `${config.publicUrl}/oauth/amocrm/callback`;
}
