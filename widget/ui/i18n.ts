/**
 * The language is known before anything is drawn (context of the frame, amoCRM's `APP.lang_id`), so it is a plain
 * value and not a signal: the panel in the archive does without signals.
 */
export type Lang = 'ru' | 'en';

export type Messages = Readonly<Record<string, string>>;
export type Params = Readonly<Record<string, string | number>>;

let current: Lang = 'ru';

export function setLang(lang: Lang): void {
  current = lang;
}

export function getLang(): Lang {
  return current;
}

/** Russian decides which keys exist; English must have the same. Texts with `|` are plural forms chosen by `{n}`. */
export function defineMessages<R extends Messages>(
  ru: R,
  en: Readonly<Record<keyof R, string>>,
): (key: keyof R, params?: Params) => string {
  return (key, params) => translate((current === 'ru' ? ru : en)[key] ?? String(key), params, current);
}

export function translate(text: string, params: Params | undefined, lang: Lang): string {
  const form =
    params !== undefined && typeof params.n === 'number' && text.includes('|')
      ? pluralForm(text.split('|'), params.n, lang)
      : text;
  if (params === undefined) return form;
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : String(value);
  });
}

/** Russian texts give one|few|many, English ones one|other. */
function pluralForm(forms: readonly string[], n: number, lang: Lang): string {
  const category = new Intl.PluralRules(lang).select(n);
  const order = lang === 'ru' ? ['one', 'few', 'many'] : ['one', 'other'];
  const index = order.indexOf(category);
  return forms[index === -1 ? forms.length - 1 : index] ?? forms[forms.length - 1] ?? '';
}
