import { controls } from './controls.ts';

/** `self.render` over the real twig.js 0.8.9 (amocrm-api.md §6.5). */

type Params = Record<string, unknown>;
type Template = { render(params?: Params): string };
type Twig = {
  twig(options: { id?: string; data: string; allowInlineIncludes: boolean; rethrow: boolean }): Template;
  extendFunction(name: string, definition: (...args: unknown[]) => unknown): void;
};

export type RenderSource = {
  data?: string;
  ref?: string;
  href?: string;
  base_path?: string;
  v?: string;
  load?: (template: Template) => unknown;
  promised?: boolean;
};
export type Render = (source: RenderSource, params?: Params) => unknown;

export function isTwig(value: unknown): value is Twig {
  return typeof value === 'object' && value !== null && 'twig' in value && 'extendFunction' in value;
}

function controlName(ref: string): string {
  return /([a-z_]+)(\.twig)?$/.exec(ref)?.[1] ?? ref;
}

export function createRender(twig: Twig, read: (url: string) => Promise<string>): Render {
  const compile = (data: string, id?: string): Template =>
    twig.twig({ ...(id === undefined ? {} : { id }), data, allowInlineIncludes: true, rethrow: true });
  const known = new Map(
    Object.entries(controls).map(([name, data]) => [name, compile(data, `/tmpl/controls/${name}.twig`)]),
  );
  const remote = new Map<string, Promise<Template>>();

  function control(ref: string): Template {
    const template = known.get(controlName(ref));
    if (template === undefined) throw new Error(`self.render: нет шаблона ${ref}`);
    return template;
  }

  twig.extendFunction('include_control', (ref, params) =>
    control(String(ref)).render(typeof params === 'object' && params !== null ? { ...params } : {}),
  );

  function fetched(source: RenderSource): Promise<Template> {
    const address = `${source.base_path ?? ''}${source.href}${source.v === undefined ? '' : `?v=${source.v}`}`;
    const template = remote.get(address) ?? read(address).then((data) => compile(data));
    remote.set(address, template);
    return template;
  }

  return (source, params = {}) => {
    if (source.data !== undefined) return compile(source.data).render(params);
    if (source.ref !== undefined) return control(source.ref).render(params);
    if (source.href === undefined) throw new Error('self.render: нужен data, ref или href');
    const template = fetched(source);
    if (source.promised === true) return template;
    template.then(
      (ready) => source.load?.(ready),
      (error: unknown) => console.error(error),
    );
    return '';
  };
}
