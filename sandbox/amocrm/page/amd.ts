/** The part of RequireJS and jQuery 2.1.3 that the page uses; both are global, as in amoCRM. */

export type JqDeferred = {
  resolve(...values: unknown[]): void;
  reject(...values: unknown[]): void;
  promise(): unknown;
};
export type JqXhr = {
  done(callback: (...values: unknown[]) => void): JqXhr;
  fail(callback: (...values: unknown[]) => void): JqXhr;
};
export type JqNode = { trigger(event: string, data?: unknown): JqNode };
export type JQuery = {
  (target: unknown): JqNode;
  ajax(options: Record<string, unknown>): JqXhr;
  Deferred(): JqDeferred;
};

type Context = { completeLoad(name: string): void };
type Amd = {
  require(names: string[], done: (...modules: unknown[]) => void, failed: (error: Error) => void): void;
  requirejs: {
    config(options: Record<string, unknown>): void;
    load(context: Context, name: string, url: string): void;
  };
  define(name: string, dependencies: string[], factory: () => unknown): void;
};

/** The modules that amoCRM's page answers by name (amocrm-api.md §6.6), from the very packages. */
const vendored = [
  'jquery',
  'underscore',
  'backbone',
  'twigjs',
  'moment',
  'chartjs',
  'quill',
  'cropperjs',
  'fullcalendar',
  'google-libphonenumber',
  'intl_tel_input',
  'js-uuid',
  'store',
];

function isAmd(value: unknown): value is Amd {
  return typeof value === 'object' && value !== null && 'requirejs' in value && 'define' in value;
}

function amd(): Amd {
  const scope: unknown = window;
  if (!isAmd(scope)) throw new Error('RequireJS is not on the page');
  return scope;
}

/** Assets of a widget carry its version, so that a new one is never served from a cache. */
export function addVersions(versionOf: (url: string) => string | null): void {
  amd().requirejs.config({
    urlArgs: (_id: string, url: string) => {
      const version = versionOf(url);
      return version === null ? '' : `${url.includes('?') ? '&' : '?'}v=${version}`;
    },
  });
}

/** Code from another host is for private integrations only (amocrm-api.md §6.8, §6.9 D). */
export function guardRemote(isAllowed: () => boolean): void {
  const { requirejs, define } = amd();
  const loadScript = requirejs.load.bind(requirejs);
  requirejs.load = (context, name, url) => {
    if (new URL(url, location.href).origin === location.origin || isAllowed()) {
      loadScript(context, name, url);
      return;
    }
    const rule = `${url}: публичная интеграция не загружает код с других адресов (правила модерации, §6.8); положите файл в архив`;
    console.error(rule);
    // Like a module that fails to run: whoever needs it hears of it.
    define(name, [], () => {
      throw new Error(rule);
    });
    setTimeout(() => context.completeLoad(name));
  };
}

export function defineModule(name: string, factory: () => unknown): void {
  amd().define(name, [], factory);
}

export function load(name: string): Promise<unknown> {
  return new Promise((resolve, reject) => amd().require([name], (module) => resolve(module), reject));
}

export async function loadJQuery(): Promise<JQuery> {
  amd().requirejs.config({
    paths: Object.fromEntries(vendored.map((name) => [name, `/static/vendor/${name}`])),
    shim: { intl_tel_input: { deps: ['jquery'], exports: 'intlTelInput' } },
    waitSeconds: 20,
  });
  const module = await load('jquery');
  if (typeof module !== 'function') throw new Error('jquery did not load');
  return module as unknown as JQuery;
}
