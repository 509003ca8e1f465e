import type { Branch, BranchCreate, BranchPatch } from '../../../worker/settings/branches.schemas.ts';

/** What the form holds. The secret is only ever typed in: a saved one never comes back. */
export type BranchDraft = BranchCreate;
export type BranchFieldError = 'required' | 'too_short' | 'too_long' | 'secret_with_id';
export type BranchErrors = Partial<Record<'title' | 'apiId' | 'apiSecret' | 'timeZone', BranchFieldError>>;

export function emptyBranch(isFirst: boolean, timeZone: string): BranchDraft {
  return {
    title: '',
    apiId: '',
    apiSecret: '',
    timeZone,
    buildingId: null,
    main: isFirst,
    createDeals: false,
  };
}

export function draftOf(branch: Branch): BranchDraft {
  const { title, apiId, timeZone, buildingId, main, createDeals } = branch;
  return { title, apiId, apiSecret: '', timeZone, buildingId, main, createDeals };
}

export function branchErrors(draft: BranchDraft, saved: Branch | null): BranchErrors {
  const errors: BranchErrors = {};
  const title = lengthError(draft.title, 1, 100);
  if (title) errors.title = title;
  const apiId = lengthError(draft.apiId, 8, 128);
  if (apiId) errors.apiId = apiId;
  const secretKept = saved !== null && draft.apiSecret.trim() === '';
  if (!secretKept) {
    const apiSecret = lengthError(draft.apiSecret, 8, 128);
    if (apiSecret) errors.apiSecret = apiSecret;
  } else if (draft.apiId.trim() !== saved.apiId) errors.apiSecret = 'secret_with_id';
  if (draft.timeZone === '') errors.timeZone = 'required';
  return errors;
}

export function toBranchCreate(draft: BranchDraft): BranchCreate {
  return {
    ...draft,
    title: draft.title.trim(),
    apiId: draft.apiId.trim(),
    apiSecret: draft.apiSecret.trim(),
  };
}

/** Only what differs; the key pair goes as a pair, because one half without the other proves nothing. */
export function toBranchPatch(draft: BranchDraft, saved: Branch): BranchPatch {
  const wanted = toBranchCreate(draft);
  const patch: BranchPatch = {};
  if (wanted.title !== saved.title) patch.title = wanted.title;
  if (wanted.timeZone !== saved.timeZone) patch.timeZone = wanted.timeZone;
  if (wanted.buildingId !== saved.buildingId) patch.buildingId = wanted.buildingId;
  if (wanted.main !== saved.main) patch.main = wanted.main;
  if (wanted.createDeals !== saved.createDeals) patch.createDeals = wanted.createDeals;
  if (wanted.apiSecret !== '') {
    patch.apiId = wanted.apiId;
    patch.apiSecret = wanted.apiSecret;
  }
  return patch;
}

export function branchChanged(draft: BranchDraft, saved: Branch | null): boolean {
  if (saved === null) return draft.title !== '' || draft.apiId !== '' || draft.apiSecret !== '';
  return draft.apiId !== saved.apiId || Object.keys(toBranchPatch(draft, saved)).length > 0;
}

function lengthError(text: string, min: number, max: number): BranchFieldError | null {
  const { length } = text.trim();
  if (length === 0) return 'required';
  if (length < min) return 'too_short';
  return length > max ? 'too_long' : null;
}
