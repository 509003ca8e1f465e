import { err, ok, type Result } from '../shared/result.ts';
import { type FormTree, parseBracketForm } from './bracket-form.ts';

export type HookEntity =
  | 'leads'
  | 'contacts'
  | 'companies'
  | 'customers'
  | 'task'
  | 'unsorted'
  | 'message'
  | 'talk'
  | 'catalogs';

/** One thing that happened to one entity. Only a hint: read the entity again (amocrm-api.md §5.6). */
export type HookItem = {
  readonly entity: HookEntity;
  /** add, update, delete, restore, status, responsible, note … as sent. */
  readonly action: string;
  /** The entity's id (of a note: the id of what it was written to); null where ids are no numbers (chats, unsorted). */
  readonly id: number | null;
  readonly raw: FormTree;
};

/** As it goes to the account's object: RPC carries no trees without prototypes, as the parser makes them. */
export type PackedItem = Omit<HookItem, 'raw'> & { readonly raw: string };

export function pack(item: HookItem): PackedItem {
  return { ...item, raw: JSON.stringify(item.raw) };
}

export type HookBody = {
  readonly accountId: number;
  readonly subdomain: string;
  readonly items: readonly HookItem[];
};

export type HookBodyProblem = 'too_large' | 'no_account';

const ENTITIES: ReadonlyMap<string, HookEntity> = new Map([
  ['leads', 'leads'],
  ['contacts', 'contacts'],
  ['companies', 'companies'],
  ['customers', 'customers'],
  ['task', 'task'],
  ['unsorted', 'unsorted'],
  ['message', 'message'],
  ['talk', 'talk'],
  ['talks', 'talk'],
  ['catalogs', 'catalogs'],
]);

export function parseHookBody(body: string): Result<HookBody, HookBodyProblem> {
  const form = parseBracketForm(body);
  if (form === null) return err('too_large');
  const account = branch(form.account);
  const accountId = toId(account.id);
  if (accountId === null) return err('no_account');
  const items: HookItem[] = [];
  for (const [root, actions] of Object.entries(form)) {
    const entity = ENTITIES.get(root);
    if (entity === undefined) continue;
    for (const [action, rows] of Object.entries(branch(actions))) {
      for (const raw of rowsOf(rows)) items.push(toItem(entity, action, raw));
    }
  }
  return ok({ accountId, subdomain: text(account.subdomain) ?? '', items });
}

/** The list `[0][id]`; the docs' scalar `[delete]=id`, also inside a list; the docs' extra level `[0][0][id]` (§5.3). */
function rowsOf(node: string | FormTree): readonly FormTree[] {
  if (typeof node === 'string') return [row(node)];
  if ('id' in node) return [node];
  return Object.entries(node).flatMap(([key, value]) => {
    if (typeof value === 'string') return [row(value)];
    const inner = value['0'];
    const extraLevel = /^\d+$/.test(key) && typeof inner === 'object' && Object.keys(value).length === 1;
    return [extraLevel ? inner : value];
  });
}

function row(id: string): FormTree {
  const made: FormTree = Object.create(null);
  made.id = id;
  return made;
}

function toItem(entity: HookEntity, action: string, raw: FormTree): HookItem {
  const company = entity === 'contacts' && text(raw.type) === 'company';
  const id = action === 'note' ? branch(raw.note).element_id : raw.id;
  return { entity: company ? 'companies' : entity, action, id: toId(id), raw };
}

const NOTHING: FormTree = Object.freeze(Object.create(null));

function branch(node: string | FormTree | undefined): FormTree {
  return typeof node === 'object' ? node : NOTHING;
}

/** A text, also when a branch of the same key came beside it. */
function text(node: string | FormTree | undefined): string | null {
  const value = typeof node === 'object' ? node[''] : node;
  return typeof value === 'string' ? value : null;
}

function toId(node: string | FormTree | undefined): number | null {
  const value = text(node);
  if (value === null || !/^\d{1,15}$/.test(value)) return null;
  return Number(value) > 0 ? Number(value) : null;
}
