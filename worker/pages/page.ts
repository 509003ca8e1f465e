import type { Config } from '../env.ts';
import { amocrmOriginPatterns } from '../http/origins.ts';

/** A built page with what only the Worker knows: who may frame it and speak to it. */
const PLACE = '<!--config-->';

export function withConfig(html: string, config: Config): string {
  const origins = amocrmOriginPatterns(config).join(' ');
  // A function: in a replacement text `$` would have a meaning.
  return html.replace(PLACE, () => `<meta name="amocrm-origins" content="${escapeAttribute(origins)}">`);
}

export function pagePolicy(config: Config): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors 'self' ${amocrmOriginPatterns(config).join(' ')}`,
  ].join('; ');
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
