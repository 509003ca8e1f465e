import { type ApiFailure, problem } from '../account/failures.ts';
import type { BranchPatch } from './branches.schemas.ts';
import type { AccountSettings, BranchRow } from './settings.repository.ts';

/** What must hold of branches (product.md §2, §3.3, §3.5). `null`: nothing is wrong. */

export function duplicateOf(
  settings: Pick<AccountSettings, 'branches'>,
  wanted: { id: number | null; sourceId: number | null; buildingId: number | null },
): ApiFailure | null {
  const twin = settings.branches.find(
    (branch) =>
      branch.id !== wanted.id &&
      branch.sourceId === wanted.sourceId &&
      branch.buildingId === wanted.buildingId,
  );
  return twin
    ? problem(409, 'branches.duplicate', `Филиал с этим ключом и этим корпусом уже есть: «${twin.title}».`, {
        branchId: twin.id,
      })
    : null;
}

export function creationProblem(
  settings: Pick<AccountSettings, 'automation'>,
  createDeals: boolean,
): ApiFailure | null {
  return createDeals && settings.automation.body.newDealStage === null
    ? problem(
        422,
        'branches.no_stage',
        'Сначала выберите в «Автоматизации», на каком этапе создавать сделку.',
      )
    : null;
}

export function patchProblem(
  settings: Pick<AccountSettings, 'branches' | 'automation' | 'fields'>,
  branch: BranchRow,
  patch: BranchPatch,
): ApiFailure | null {
  const { recordId, branchId } = settings.fields.body.lead;
  if (patch.enabled && (recordId === null || branchId === null)) {
    return problem(
      422,
      'branches.fields_unmapped',
      'Сначала выберите поля «ID записи ArchiMed+» и «ID филиала ArchiMed+»: по ним узнаётся сделка.',
    );
  }
  if (patch.main === false && branch.main) {
    return problem(422, 'branches.main_required', 'Основной филиал нужен всегда: отметьте основным другой.');
  }
  return (
    creationProblem(settings, patch.createDeals === true) ??
    (patch.buildingId === undefined
      ? null
      : duplicateOf(settings, { id: branch.id, sourceId: branch.sourceId, buildingId: patch.buildingId }))
  );
}

/** Who becomes the source's main branch when this one goes; null: nobody has to. */
export function nextMain(branches: readonly BranchRow[], leaving: BranchRow): BranchRow | null {
  if (!leaving.main) {
    return null;
  }
  return (
    branches
      .filter((branch) => branch.sourceId === leaving.sourceId && branch.id !== leaving.id)
      .toSorted((left, right) => left.id - right.id)[0] ?? null
  );
}
