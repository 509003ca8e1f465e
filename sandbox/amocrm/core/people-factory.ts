import { z } from 'zod';
import type { Ids } from './ids.ts';
import {
  levels,
  managerRights,
  type Rights,
  type Role,
  type TaskType,
  type User,
  type UserGroup,
} from './people.ts';

/** People of a description; whoever has neither rights nor a role gets those of an ordinary manager. */

const level = z.enum(levels);
const entityPatch = z.strictObject({
  view: level.optional(),
  edit: level.optional(),
  add: level.optional(),
  delete: level.optional(),
  export: level.optional(),
});
export const rightsPatch = z.strictObject({
  leads: entityPatch.optional(),
  contacts: entityPatch.optional(),
  companies: entityPatch.optional(),
  tasks: z.strictObject({ edit: level.optional(), delete: level.optional() }).optional(),
  mailAccess: z.boolean().optional(),
  catalogAccess: z.boolean().optional(),
  statusRights: z
    .array(
      z.strictObject({
        pipelineId: z.int(),
        statusId: z.int(),
        rights: z.strictObject({ view: level, edit: level, delete: level }),
      }),
    )
    .optional(),
});
export type RightsPatch = z.infer<typeof rightsPatch>;

export const roleDescription = z.strictObject({
  id: z.int().optional(),
  name: z.string(),
  rights: rightsPatch.optional(),
});

export const userDescription = z.strictObject({
  id: z.int(),
  name: z.string(),
  email: z.string().optional(),
  lang: z.string().optional(),
  isAdmin: z.boolean(),
  isActive: z.boolean().optional(),
  isFree: z.boolean().optional(),
  groupId: z.int().optional(),
  roleId: z.int().nullable().optional(),
  rights: rightsPatch.nullable().optional(),
  phoneNumber: z.string().nullable().optional(),
});

function given<T extends object>(patch: T | undefined): Partial<T> {
  const entries = Object.entries(patch ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T>;
}

export function patchRights(base: Rights, patch: RightsPatch): Rights {
  const { leads, contacts, companies, tasks, ...flat } = patch;
  return {
    ...base,
    ...given(flat),
    leads: { ...base.leads, ...given(leads) },
    contacts: { ...base.contacts, ...given(contacts) },
    companies: { ...base.companies, ...given(companies) },
    tasks: { ...base.tasks, ...given(tasks) },
  } as Rights;
}

type People = {
  users: z.infer<typeof userDescription>[];
  roles?: z.infer<typeof roleDescription>[] | undefined;
  userGroups?: { id: number; name: string }[] | undefined;
  taskTypes?: { id: number; name: string }[] | undefined;
};

const standardTypes: readonly TaskType[] = [
  { id: 1, name: 'Связаться', color: null, icon_id: null, code: 'FOLLOW_UP' },
  { id: 2, name: 'Встреча', color: null, icon_id: null, code: 'MEETING' },
];

/** The role of every account that describes none. */
const MANAGER_ROLE = 5150;

function buildUser(described: z.infer<typeof userDescription>, defaultRole: number | null): User {
  const { id, isAdmin, rights } = described;
  return {
    id,
    name: described.name,
    email: described.email ?? `user${id}@example.org`,
    lang: described.lang ?? 'ru',
    isAdmin,
    isActive: described.isActive ?? true,
    isFree: described.isFree ?? false,
    groupId: described.groupId ?? 0,
    roleId: isAdmin ? null : (described.roleId ?? (rights === undefined ? defaultRole : null)),
    rights: rights === undefined || rights === null ? null : patchRights(managerRights(), rights),
    uuid: null,
    amojoId: null,
    phoneNumber: described.phoneNumber ?? null,
  };
}

export function buildPeople(
  ids: Ids,
  described: People,
): { users: User[]; roles: Role[]; userGroups: UserGroup[]; taskTypes: TaskType[] } {
  const roles = (described.roles ?? []).map((role) => {
    const id = role.id ?? ids.next('role');
    ids.seen('role', id);
    return { id, name: role.name, rights: patchRights(managerRights(), role.rights ?? {}) };
  });
  if (described.roles === undefined)
    roles.push({ id: MANAGER_ROLE, name: 'Менеджер', rights: managerRights() });
  const defaultRole = described.roles === undefined ? MANAGER_ROLE : null;
  for (const user of described.users) ids.seen('user', user.id);
  const named = described.userGroups ?? [];
  const own = named.some(({ id }) => id === 0) ? named : [{ id: 0, name: 'Отдел продаж' }, ...named];
  return {
    users: described.users.map((user) => buildUser(user, defaultRole)),
    roles,
    userGroups: own.map((group) => ({ ...group, uuid: null })),
    taskTypes: [
      ...standardTypes,
      ...(described.taskTypes ?? []).map((type) => ({ ...type, color: null, icon_id: null, code: null })),
    ],
  };
}
