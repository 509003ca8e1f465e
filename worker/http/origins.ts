import { amocrmOrigin, type Config, isAmocrmDomain } from '../env.ts';

/** Which browser origins belong to us and to amoCRM; `AMOCRM_ORIGIN` is one more of them (contract.md, «Running»). */
const HOST_PATTERNS = ['*.amocrm.ru', '*.amocrm.com', '*.kommo.com'];
const PLACEHOLDER = '{domain}';

export function isAllowedOrigin(config: Config, origin: string): boolean {
  if (!URL.canParse(origin)) {
    return false;
  }
  const url = new URL(origin);
  if (url.origin !== origin) {
    return false;
  }
  return origin === config.publicUrl || isAmocrmOrigin(config, url);
}

/** A browser of this account: its own amoCRM pages, or ours. */
export function belongsToAccount(config: Config, domain: string, origin: string): boolean {
  return [config.publicUrl, `https://${domain}`, originOf(amocrmOrigin(config, domain))].includes(origin);
}

/** As `frame-ancestors` and the pages' own check of messages write it. */
export function amocrmOriginPatterns(config: Config): string[] {
  const template = config.amocrm.originTemplate;
  const extra = template.includes(PLACEHOLDER)
    ? HOST_PATTERNS.map((host) => withoutPath(template.replace(PLACEHOLDER, host)))
    : [originOf(template)];
  return [...new Set([...HOST_PATTERNS.map((host) => `https://${host}`), ...extra])];
}

function isAmocrmOrigin(config: Config, url: URL): boolean {
  if (url.protocol === 'https:' && isAmocrmDomain(url.host)) {
    return true;
  }
  const template = config.amocrm.originTemplate;
  if (!template.includes(PLACEHOLDER)) {
    return url.origin === originOf(template);
  }
  const [before = '', after = ''] = withoutPath(template).split(PLACEHOLDER);
  const { origin } = url;
  return (
    origin.startsWith(before) &&
    origin.endsWith(after) &&
    isAmocrmDomain(origin.slice(before.length, origin.length - after.length))
  );
}

function originOf(address: string): string {
  return new URL(address).origin;
}

/** For templates, which `URL` would escape. */
function withoutPath(template: string): string {
  return /^[a-z]+:\/\/[^/]+/.exec(template)?.[0] ?? template;
}
