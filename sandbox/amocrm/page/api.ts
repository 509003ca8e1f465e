import type { Bootstrap, CardView, LeadRow } from '../pages/view-types.ts';

async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(path, {
    method,
    headers: { 'X-Requested-With': 'XMLHttpRequest', 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  // The page and its own server are one thing: the shapes are shared types.
  return (await response.json()) as T;
}

export type LeadEdit = {
  name?: string;
  price?: number;
  statusId?: number;
  pipelineId?: number;
  responsibleUserId?: number;
  fields?: Record<string, string | number | boolean | null>;
};

export const api = {
  bootstrap: () => request<Bootstrap>('GET', '/ajax/bootstrap'),
  leads: () => request<{ leads: LeadRow[] }>('GET', '/ajax/leads'),
  card: (id: number) => request<CardView>('GET', `/ajax/leads/${id}`),
  editLead: (id: number, edit: LeadEdit) => request<CardView>('POST', `/ajax/leads/${id}`, edit),
  addLead: (lead: LeadEdit) => request<{ id: number }>('POST', '/ajax/leads', lead),
  addNote: (id: number, text: string) => request<CardView>('POST', `/ajax/leads/${id}/notes`, { text }),
  completeTask: (id: number, isCompleted: boolean) =>
    request<unknown>('POST', `/ajax/tasks/${id}`, { isCompleted }),
  switchUser: (userId: number) => request<unknown>('POST', '/ajax/session', { userId }),
  saveWidget: (code: string, settings: Record<string, unknown>) =>
    request<{ installed: boolean }>('POST', `/ajax/widgets/${code}/save`, { settings }),
  disableWidget: (code: string) =>
    request<{ installed: boolean }>('POST', `/ajax/widgets/${code}/disable`, {}),
  disposableToken: (uuid: string) =>
    request<{ token: string }>('GET', `/ajax/v2/integrations/${uuid}/disposable_token`),
};
