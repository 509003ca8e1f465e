import type { AccountSettings } from '../settings/settings.repository.ts';
import type { Drafts } from './preview.schemas.ts';

/** The account's settings as they would be once everything on the screen were saved. Nothing is checked or kept. */
export function withDrafts(settings: AccountSettings, drafts: Drafts): AccountSettings {
  const { fields, automation, matching } = settings;
  const statuses = new Map(settings.statuses);
  for (const { branchId, settings: body } of drafts.statuses ?? []) {
    statuses.set(branchId, { version: statuses.get(branchId)?.version ?? 0, body });
  }
  return {
    ...settings,
    fields: { ...fields, body: drafts.fields ?? fields.body },
    automation: { ...automation, body: drafts.automation ?? automation.body },
    matching: { ...matching, body: drafts.matching ?? matching.body },
    statuses,
    branches: settings.branches.map((branch) => {
      const draft = drafts.branches?.find(({ branchId }) => branchId === branch.id);
      return draft
        ? {
            ...branch,
            title: draft.title ?? branch.title,
            timeZone: draft.timeZone ?? branch.timeZone,
            createDeals: draft.createDeals ?? branch.createDeals,
            enabled: draft.enabled ?? branch.enabled,
          }
        : branch;
    }),
  };
}
