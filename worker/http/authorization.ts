import { createMiddleware } from 'hono/factory';
import { type Permission, permits } from '../session/access.ts';
import { accessNone } from '../session/sign-in.service.ts';
import type { BranchRow } from '../settings/settings.repository.ts';
import type { AppEnv, Caller } from './app-env.ts';
import { AppError, fail } from './app-error.ts';

/** Runs before the body is looked at: who may not do it is not told what is wrong with it. */
export const may = (needed: Permission) =>
  createMiddleware<AppEnv>(async (c, next) => {
    requirePermission(c.get('caller'), needed);
    await next();
  });

/** Sections of the whole account: an administrator of some branches is not enough (product.md §3.5). */
export const mayAdministerAccount = createMiddleware<AppEnv>(async (c, next) => {
  const caller = c.get('caller');
  requirePermission(caller, 'administer');
  if (!caller.access.allBranches) {
    unknownOrForbidden(caller);
  }
  await next();
});

export function requirePermission(caller: Caller, needed: Permission): void {
  if (permits(caller.access, needed)) {
    return;
  }
  if (needed === 'administer') {
    unknownOrForbidden(caller);
  }
  throw new AppError(caller.access.role === 'none' ? accessNone : forbidden);
}

export const forbidden = {
  status: 403,
  code: 'access.forbidden',
  message: 'У вас нет прав на это действие. Обратитесь к администратору.',
} as const;

function unknownOrForbidden(caller: Caller): never {
  if (caller.adminUnknown) {
    return fail(503, 'access.unknown', 'amoCRM не отвечает: права администратора пока нельзя проверить.');
  }
  throw new AppError(caller.access.role === 'none' ? accessNone : forbidden);
}

/** 404: no such branch in this account. 403: it is not this user's. */
export function requireBranch(caller: Caller, branchId: number): BranchRow {
  const branch = caller.settings.branches.find((candidate) => candidate.id === branchId);
  if (!branch) {
    return fail(404, 'branches.not_found', 'Такого филиала нет.');
  }
  if (!caller.access.branches.includes(branchId)) {
    return fail(403, 'access.branch', 'Этот филиал вам не доступен.');
  }
  return branch;
}
