import type { Account, CrmEvent, EntityKind, User } from './model.ts';
import { entityNames } from './model.ts';
import { may, seesTask } from './rights.ts';

/** A map that keeps back what a user may not see; writing goes to the whole one. */
class VisibleMap<V> extends Map<number, V> {
  readonly #whole: Map<number, V>;
  readonly #visible: (value: V) => boolean;

  constructor(whole: Map<number, V>, visible: (value: V) => boolean) {
    super();
    this.#whole = whole;
    this.#visible = visible;
  }

  override get(id: number): V | undefined {
    const value = this.#whole.get(id);
    return value !== undefined && this.#visible(value) ? value : undefined;
  }

  override has(id: number): boolean {
    return this.get(id) !== undefined;
  }

  override set(id: number, value: V): this {
    this.#whole.set(id, value);
    return this;
  }

  override delete(id: number): boolean {
    return this.#whole.delete(id);
  }

  override *entries(): MapIterator<[number, V]> {
    for (const [id, value] of this.#whole) if (this.#visible(value)) yield [id, value];
  }

  override *keys(): MapIterator<number> {
    for (const [id] of this.entries()) yield id;
  }

  override *values(): MapIterator<V> {
    for (const [, value] of this.entries()) yield value;
  }

  override [Symbol.iterator](): MapIterator<[number, V]> {
    return this.entries();
  }

  override get size(): number {
    return [...this.values()].length;
  }
}

function kindOf(name: CrmEvent['entityType']): EntityKind | undefined {
  return (Object.keys(entityNames) as EntityKind[]).find((kind) => entityNames[kind] === name);
}

/**
 * The account as one user sees it (amocrm-api.md §4.10): unseen rows are absent. Everything that is not a matter of
 * rights is the account itself, also for writing.
 */
export function visibleTo(account: Account, user: User): Account {
  if (user.isAdmin) return account;
  const sees =
    (kind: EntityKind) =>
    (entity: Parameters<typeof may>[4]): boolean =>
      may(account, user, kind, 'view', entity);
  const leads = new VisibleMap(account.leads, sees('leads'));
  const contacts = new VisibleMap(account.contacts, sees('contacts'));
  const companies = new VisibleMap(account.companies, sees('companies'));
  const tasks = new VisibleMap(account.tasks, (task) => seesTask(account, user, task));
  const maps = { leads, contacts, companies };
  const notes = new VisibleMap(account.notes, (note) => maps[note.entityType].has(note.entityId));
  const seesEvent = (event: CrmEvent): boolean => {
    if (event.entityType === 'task') return tasks.has(event.entityId);
    const kind = kindOf(event.entityType);
    return kind === undefined || maps[kind].has(event.entityId);
  };
  return new Proxy(account, {
    get(target, key) {
      switch (key) {
        case 'leads':
          return leads;
        case 'contacts':
          return contacts;
        case 'companies':
          return companies;
        case 'tasks':
          return tasks;
        case 'notes':
          return notes;
        case 'events':
          return target.events.filter(seesEvent);
        default:
          return Reflect.get(target, key);
      }
    },
  });
}
