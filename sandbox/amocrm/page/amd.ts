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

type Amd = {
  require(names: string[], done: (...modules: unknown[]) => void, failed: (error: Error) => void): void;
  requirejs: { config(options: Record<string, unknown>): void };
  define(name: string, dependencies: string[], factory: () => unknown): void;
};

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

export function defineModule(name: string, factory: () => unknown): void {
  amd().define(name, [], factory);
}

export function load(name: string): Promise<unknown> {
  return new Promise((resolve, reject) => amd().require([name], (module) => resolve(module), reject));
}

export async function loadJQuery(): Promise<JQuery> {
  amd().requirejs.config({ paths: { jquery: '/static/vendor/jquery' }, waitSeconds: 20 });
  const module = await load('jquery');
  if (typeof module !== 'function') throw new Error('jquery did not load');
  return module as unknown as JQuery;
}
