import { expect, test } from 'vitest';
import { pagePolicy, withConfig } from './page.ts';

const config = (originTemplate: string) => ({
  publicUrl: 'https://hub.example.dev',
  amocrm: { clientId: 'id', clientSecret: 'secret', clientSecretPrevious: null, originTemplate },
  archimedOrigin: 'https://newapi.archimed-soft.ru',
  secretsKey: '',
  secretsKeyPrevious: null,
  pollSeconds: null,
  supportContact: null,
  operatorToken: null,
  timeScale: 1,
});

test.each([
  ['https://{domain}', 'https://*.amocrm.ru https://*.amocrm.com https://*.kommo.com'],
  [
    'http://localhost:8788',
    'https://*.amocrm.ru https://*.amocrm.com https://*.kommo.com http://localhost:8788',
  ],
])('with %s the page knows %s', (template, origins) => {
  const html = withConfig('<head><!--config--></head>', config(template));
  expect(html).toBe(`<head><meta name="amocrm-origins" content="${origins}"></head>`);
  expect(pagePolicy(config(template))).toContain(`frame-ancestors 'self' ${origins}`);
});

test('a value cannot leave its attribute', () => {
  expect(withConfig('<!--config-->', config('http://{domain}.x"><script>'))).not.toContain('<script>');
});

test('nothing is loaded from elsewhere', () => {
  const policy = pagePolicy(config('https://{domain}'));
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
});
