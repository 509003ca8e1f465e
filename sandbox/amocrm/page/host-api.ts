import type { Finding } from '../archive/finding.ts';
import type { LiveMessage } from '../core/live.ts';
import type { StageTrigger } from '../core/triggers.ts';
import type { OutboundReply } from '../hooks/outbound.ts';
import type { WidgetDetails } from '../pages/host-details.ts';
import { request } from './http.ts';

/** What the widget host asks its own server (pages/host.routes.ts). */

export type TriggerInput = Pick<StageTrigger, 'pipelineId' | 'statusId' | 'direction' | 'action'>;
export type UploadAnswer = { ok: boolean; version?: string; findings: Finding[] };

export const hostApi = {
  details: (code: string) => request<WidgetDetails>('GET', `/ajax/host/widgets/${code}`),
  live: (since: number | null) =>
    request<{ seq: number; messages: LiveMessage[] }>(
      'GET',
      `/ajax/host/live${since === null ? '' : `?since=${since}`}`,
    ),
  crmPost: (url: string, data: unknown) =>
    request<OutboundReply>('POST', '/ajax/host/crm_post', { url, data }),
  triggers: () => request<{ triggers: StageTrigger[] }>('GET', '/ajax/host/triggers'),
  saveTrigger: (id: number | null, trigger: TriggerInput) =>
    request<StageTrigger>('POST', `/ajax/host/triggers${id === null ? '' : `/${id}`}`, trigger),
  deleteTrigger: (id: number) => request<unknown>('DELETE', `/ajax/host/triggers/${id}`),
  setKind: (kind: WidgetDetails['kind']) => request<unknown>('POST', '/ajax/host/integration', { kind }),
  kind: () => request<{ kind: WidgetDetails['kind'] }>('GET', '/ajax/host/integration'),
  async upload(file: File): Promise<UploadAnswer> {
    const response = await fetch(`/ajax/host/archive?name=${encodeURIComponent(file.name)}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/zip' },
      body: file,
    });
    if (response.status !== 200 && response.status !== 422) throw new Error(`upload: ${response.status}`);
    return (await response.json()) as UploadAnswer;
  },
};
