import type { LinkRow, LinksReply } from '../../../worker/support/support.schemas.ts';
import type { ApiResult } from '../../ui/http.ts';

const columns = [
  ['branch_id', (row: LinkRow) => row.branchId],
  ['source_id', (row: LinkRow) => row.sourceId],
  ['archimed_visit_id', (row: LinkRow) => row.talonId],
  ['archimed_patient_id', (row: LinkRow) => row.patientId],
  ['amocrm_deal_id', (row: LinkRow) => row.dealId],
  ['amocrm_contact_id', (row: LinkRow) => row.contactId],
  ['date', (row: LinkRow) => row.date],
  ['time', (row: LinkRow) => row.begin],
  ['link', (row: LinkRow) => row.state],
] as const;

/** Excel in Russian splits at semicolons. Only numbers, dates and codes: nothing needs quoting. */
export function linksCsv(rows: readonly LinkRow[]): string {
  const lines = rows.map((row) => columns.map(([, value]) => value(row) ?? '').join(';'));
  return [columns.map(([name]) => name).join(';'), ...lines, ''].join('\r\n');
}

export async function allLinks(
  read: (cursor: string | undefined) => Promise<ApiResult<LinksReply>>,
): Promise<ApiResult<LinkRow[]>> {
  const rows: LinkRow[] = [];
  let cursor: string | null = null;
  do {
    const page: ApiResult<LinksReply> = await read(cursor ?? undefined);
    if (!page.ok) return page;
    rows.push(...page.value.links);
    cursor = page.value.next;
  } while (cursor !== null);
  return { ok: true, value: rows };
}
