/** A refused request, with a sentence for the person in front of the page. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

const sentences: Record<number, string> = {
  401: 'Сессия закончилась: обновите страницу.',
  402: 'Аккаунт не оплачен: изменения не сохраняются.',
  403: 'У вас нет прав на это действие. Обратитесь к администратору.',
  404: 'Запись не найдена: возможно, её удалили.',
  409: 'Так сделать нельзя: нарушится правило аккаунта.',
};

/** The API's own words, when it says which value it did not take (amocrm-api.md §3.2). */
function detail(text: string): string {
  const found = [...text.matchAll(/"path":"([^"]+)"/g)].map((match) => match[1]);
  const words = /"detail":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  return [words, ...found].filter((part) => part !== undefined).join(', ');
}

export async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(path, {
    method,
    headers: { 'X-Requested-With': 'XMLHttpRequest', 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) {
    const fallback = `Значение не принято${detail(text) === '' ? '' : `: ${detail(text)}`}.`;
    throw new Refusal(response.status, sentences[response.status] ?? fallback);
  }
  // The page and its own server are one thing: the shapes are shared types. 204 has no body.
  return (text === '' ? null : JSON.parse(text)) as T;
}
