const parameters = new URLSearchParams(location.search);

export const chosenSource = parameters.get('source') ?? '';
export const firstDay = parameters.get('date') ?? '';

/** `{ ok, value }` or `{ ok: false, message }`; no answer at all has no `message`. */
async function call(method, path, query, body) {
  const search = new URLSearchParams({ source: chosenSource, ...query });
  try {
    const reply = await fetch(`/reception/api/${path}?${search}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const value = await reply.json();
    return reply.ok ? { ok: true, value } : { ok: false, message: value.error };
  } catch {
    return { ok: false, message: undefined };
  }
}

export const readSources = () => call('GET', 'sources', {});
export const readDay = (date) => call('GET', 'day', { date });
export const findPatients = (query) => call('GET', 'patients', { query });
export const bookTalon = (body) => call('POST', 'talons', {}, body);
export const changeTalon = (id, body) => call('PATCH', `talons/${id}`, {}, body);

export const noAnswer = 'Нет связи с программой. Запись не изменена, попробуйте ещё раз.';
