import { useMemo, useState } from 'preact/hooks';
import type { SessionUser } from '../../../worker/session/session.schemas.ts';
import type { UserRow, UsersReply } from '../../../worker/settings/users.schemas.ts';
import { TextField } from '../../ui/components/index.ts';
import { createEditor } from '../drafts/editor.ts';
import { t as common } from '../locales/common.ts';
import { t } from '../locales/users.ts';
import { EditorSection, type EditorView } from '../shared/editor-section.tsx';
import { SectionHead } from '../shared/section-head.tsx';
import { useFreshOnFocus } from '../shared/use-fresh-on-focus.ts';
import { useStore } from '../store.ts';
import { type BranchName, userChanges } from './user-changes.ts';
import { type RowUser, UserTableRow } from './user-row.tsx';
import {
  othersRow,
  rowOf,
  rowsWithoutBranches,
  withBranches,
  withDefaultBranch,
  withRole,
} from './users-draft.ts';

type Draft = { rows: UserRow[] };
const searchFrom = 10;

export function UsersSection() {
  const store = useStore();
  const editor = useMemo(
    () =>
      createEditor<UsersReply, Draft>({
        read: store.api.users,
        toDraft: ({ rows }) => ({ rows }),
        write: async ({ rows }, { version, users }) => {
          const result = await store.api.putUsers({ version, rows });
          // Saved while amoCRM was down: the reply has no names, the known ones stay on the screen.
          if (!result.ok || result.value.users.length > 0) return result;
          return { ok: true, value: { ...result.value, users } };
        },
      }),
    [store],
  );
  useFreshOnFocus(editor, store.api.users);
  const branches = store.branches.value ?? [];
  return (
    <>
      <SectionHead title={common('section.users')} intro={t('intro')} />
      <EditorSection
        editor={editor}
        changesOf={(reply, draft) => userChanges(reply, draft.rows, branches)}
        validOf={(_, draft) => rowsWithoutBranches(draft.rows).length === 0}
      >
        {(view) => <UsersForm view={view} branches={branches} me={store.me.user} />}
      </EditorSection>
    </>
  );
}

type FormProps = { view: EditorView<UsersReply, Draft>; branches: readonly BranchName[]; me: SessionUser };

function UsersForm({ view, branches, me }: FormProps) {
  const { reply, draft, change, showErrors } = view;
  const [query, setQuery] = useState('');
  const rows = draft.rows;
  const wanted = query.trim().toLowerCase();
  const users = usersOf(reply, me.id).filter(({ name }) => name.toLowerCase().includes(wanted));
  const several = branches.length > 1 || rows.some((row) => row.branches !== 'all');
  const row = (user: RowUser) => (
    <UserTableRow
      key={user.userId}
      user={user}
      row={user.userId === 'others' ? othersRow(rows) : rowOf(rows, user.userId)}
      othersRole={othersRow(rows).role}
      branches={branches}
      withBranchColumns={several}
      showErrors={showErrors}
      onRole={(role) => change((old) => ({ rows: withRole(old.rows, user.userId, role) }))}
      onBranches={(list) => change((old) => ({ rows: withBranches(old.rows, user.userId, list) }))}
      onDefault={(branch) => change((old) => ({ rows: withDefaultBranch(old.rows, user.userId, branch) }))}
    />
  );
  return (
    <div class="st-card">
      <p class="am-small am-muted">{t('role.hint')}</p>
      {reply.users.length > searchFrom ? (
        <div class="st-narrow">
          <TextField
            label={t('search')}
            type="search"
            value={query}
            onInput={setQuery}
            testId="user-search"
          />
        </div>
      ) : null}
      <table class="st-table st-table--users">
        <thead>
          <tr>
            <th scope="col">{t('col.user')}</th>
            <th scope="col">{t('col.role')}</th>
            {several ? <th scope="col">{t('col.branches')}</th> : null}
            {several ? <th scope="col">{t('col.default')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {row({
            userId: 'others',
            name: t('others'),
            note: t('others.hint'),
            locked: othersLocked(reply, me),
          })}
          {users.map(row)}
        </tbody>
      </table>
      {users.length === 0 ? <p class="st-empty">{t('notFound')}</p> : null}
    </div>
  );
}

/** Who has no row of his own would change his own rights there. */
function othersLocked(reply: UsersReply, me: SessionUser): string | null {
  return me.isAdmin || rowOf(reply.rows, me.id) !== null ? null : t('you.hint');
}

/** Users switched off in amoCRM are listed only while they still have a row to be taken away. */
function usersOf(reply: UsersReply, ownId: number): RowUser[] {
  return reply.users
    .filter((user) => user.isActive || rowOf(reply.rows, user.id) !== null)
    .map((user) => ({
      userId: user.id,
      name: user.name,
      note: user.id === ownId ? t('you') : user.isActive ? null : t('inactive'),
      locked: user.isAdmin ? `${t('admin')}. ${t('admin.hint')}` : user.id === ownId ? t('you.hint') : null,
    }));
}
