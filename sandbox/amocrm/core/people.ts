/** Users, groups and roles of an account (amocrm-api.md §4.10). */

/** All, the same group, one's own, denied. */
export const levels = ['A', 'G', 'M', 'D'] as const;
export type Level = (typeof levels)[number];

export type EntityRights = { view: Level; edit: Level; add: Level; delete: Level; export: Level };
export type StatusRight = {
  pipelineId: number;
  statusId: number;
  rights: { view: Level; edit: Level; delete: Level };
};

export type Rights = {
  leads: EntityRights;
  contacts: EntityRights;
  companies: EntityRights;
  tasks: { edit: Level; delete: Level };
  mailAccess: boolean;
  catalogAccess: boolean;
  /** In these stages they count instead of the rights to deals at large. */
  statusRights: StatusRight[];
};

export type User = {
  id: number;
  name: string;
  email: string;
  lang: string;
  isAdmin: boolean;
  isActive: boolean;
  isFree: boolean;
  groupId: number;
  roleId: number | null;
  /** Rights of his own; without them those of the role. */
  rights: Rights | null;
  uuid: string | null;
  amojoId: string | null;
  phoneNumber: string | null;
};

export type Role = { id: number; name: string; rights: Rights };
export type UserGroup = { id: number; name: string; uuid: string | null };
export type TaskType = {
  id: number;
  name: string;
  color: string | null;
  icon_id: number | null;
  code: string | null;
};

function entityRights(view: Level, edit: Level, rest: Level): EntityRights {
  return { view, edit, add: 'A', delete: rest, export: rest };
}

export function managerRights(): Rights {
  return {
    leads: entityRights('G', 'G', 'D'),
    contacts: entityRights('G', 'G', 'D'),
    companies: entityRights('G', 'G', 'D'),
    tasks: { edit: 'A', delete: 'A' },
    mailAccess: false,
    catalogAccess: true,
    statusRights: [],
  };
}

export function administratorRights(): Rights {
  return {
    leads: entityRights('A', 'A', 'A'),
    contacts: entityRights('A', 'A', 'A'),
    companies: entityRights('A', 'A', 'A'),
    tasks: { edit: 'A', delete: 'A' },
    mailAccess: true,
    catalogAccess: true,
    statusRights: [],
  };
}
