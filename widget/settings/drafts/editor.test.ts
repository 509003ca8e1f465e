import { expect, test } from 'vitest';
import type { ApiError, ApiResult } from '../../ui/http.ts';
import { createEditor } from './editor.ts';

type Reply = { version: number; search: boolean; text: string };
const conflict: ApiError = { code: 'settings.conflict', message: '', details: null, status: 409 };
const refused: ApiError = { code: 'invalid', message: 'нет', details: null, status: 422 };

function server(saved: Reply) {
  const state = { saved, answer: null as ApiError | null, whileWriting: () => {} };
  const editor = createEditor<Reply, Omit<Reply, 'version'>>({
    read: async () => ({ ok: true, value: state.saved }),
    toDraft: ({ search, text }) => ({ search, text }),
    write: async (draft, reply): Promise<ApiResult<Reply>> => {
      state.whileWriting();
      if (state.answer) return { ok: false, error: state.answer };
      if (reply.version !== state.saved.version) return { ok: false, error: conflict };
      state.saved = { ...draft, version: reply.version + 1 };
      return { ok: true, value: state.saved };
    },
  });
  return { state, editor };
}

const first: Reply = { version: 1, search: true, text: 'a' };

test('an edit makes it dirty, undoing or saving it does not', async () => {
  const { editor, state } = server(first);
  await editor.load();
  expect(editor.dirty.value).toBe(false);
  editor.change((draft) => ({ ...draft, text: 'b' }));
  expect(editor.dirty.value).toBe(true);
  editor.change((draft) => ({ ...draft, text: 'a' }));
  expect(editor.dirty.value).toBe(false);
  editor.change((draft) => ({ ...draft, text: 'b' }));
  expect(await editor.save()).toBe(true);
  expect(editor.dirty.value).toBe(false);
  expect(editor.saving.value).toEqual({ kind: 'saved' });
  expect(state.saved).toEqual({ version: 2, search: true, text: 'b' });
});

test('a conflict keeps what was typed, takes what others saved, and saves at the new version', async () => {
  const { editor, state } = server(first);
  await editor.load();
  editor.change((draft) => ({ ...draft, text: 'mine' }));
  state.saved = { version: 5, search: false, text: 'a' };
  expect(await editor.save()).toBe(false);
  expect(editor.saving.value).toEqual({ kind: 'conflict' });
  expect(editor.view.value?.draft.text).toBe('mine');
  await editor.rebaseOnFresh();
  expect(editor.view.value?.draft).toEqual({ search: false, text: 'mine' });
  expect(await editor.save()).toBe(true);
  expect(state.saved).toEqual({ version: 6, search: false, text: 'mine' });
});

test('a refusal is shown until the next edit and loses nothing', async () => {
  const { editor, state } = server(first);
  await editor.load();
  editor.change((draft) => ({ ...draft, text: 'x' }));
  state.answer = refused;
  expect(await editor.save()).toBe(false);
  expect(editor.saving.value).toEqual({ kind: 'failed', error: refused });
  expect(editor.view.value?.draft.text).toBe('x');
  editor.change((draft) => ({ ...draft, text: 'y' }));
  expect(editor.saving.value).toEqual({ kind: 'idle' });
});

test('what is typed while the request runs is still there, unsaved, afterwards', async () => {
  const { editor, state } = server(first);
  await editor.load();
  editor.change((draft) => ({ ...draft, text: 'sent' }));
  state.whileWriting = () => editor.change((draft) => ({ ...draft, text: 'typed later' }));
  await editor.save();
  expect(state.saved.text).toBe('sent');
  expect(editor.view.value?.draft.text).toBe('typed later');
  expect(editor.dirty.value).toBe(true);
});

test('a reply that came another way is adopted under the edits', async () => {
  const { editor } = server(first);
  await editor.load();
  editor.change((draft) => ({ ...draft, text: 'mine' }));
  editor.adopt({ version: 2, search: false, text: 'a' });
  expect(editor.view.value).toMatchObject({ reply: { version: 2 }, draft: { search: false, text: 'mine' } });
});
