import { useState } from 'preact/hooks';
import type { FileSection, ImportReply } from '../../../worker/settings/versions.schemas.ts';
import type { ApiError } from '../../ui/http.ts';
import { type Store, useStore } from '../store.ts';
import type { Place } from './place.ts';
import { bodyIn, type FileProblem, readSettingsFile, refusedPlace } from './settings-file.ts';
import { loadWording, type Wording } from './wording.ts';

export const allSections: readonly FileSection[] = ['statuses', 'fields', 'users', 'automation', 'matching'];

export type FileChange = { place: Place; wording: Wording; body: unknown };
/** `sections`: what is taken from the file; less than all once a refused one was left out. */
type Chosen = { file: unknown; sections: readonly FileSection[] };
export type ImportState =
  | { kind: 'idle' }
  | { kind: 'checking' }
  | { kind: 'wrong'; why: FileProblem }
  | ({ kind: 'refused'; error: ApiError; place: Place | null } & Chosen)
  | ({ kind: 'checked'; expected: ImportReply['changed']; shown: FileChange[]; running: boolean } & Chosen)
  | { kind: 'done'; sections: number };

export type Importing = {
  state: ImportState;
  choose: (file: File) => Promise<void>;
  /** Checked anew: after a conflict, or without a section that was refused. */
  check: (chosen: Chosen) => Promise<void>;
  apply: () => Promise<void>;
  cancel: () => void;
};

/** A file is read, checked by the server, shown and only then taken — all of it, or nothing. */
export function useImport(onLoaded: () => void): Importing {
  const store = useStore();
  const [state, setState] = useState<ImportState>({ kind: 'idle' });

  const check = async ({ file, sections }: Chosen): Promise<void> => {
    setState({ kind: 'checking' });
    const dry = await store.api.importSettings({ file, sections: [...sections], dryRun: true });
    const shown = dry.ok ? await wordsOf(store, file, dry.value.changed) : dry;
    setState(
      dry.ok && shown.ok
        ? {
            kind: 'checked',
            file,
            sections,
            expected: dry.value.changed,
            shown: shown.value,
            running: false,
          }
        : refused({ file, sections }, shown.ok ? null : shown.error),
    );
  };

  const apply = async (): Promise<void> => {
    if (state.kind !== 'checked' || state.running) return;
    setState({ ...state, running: true });
    const { file, sections, expected } = state;
    const result = await store.api.importSettings({
      file,
      sections: [...sections],
      expected,
      dryRun: false,
    });
    if (!result.ok) {
      setState(refused({ file, sections }, result.error));
      return;
    }
    setState({ kind: 'done', sections: expected.length });
    onLoaded();
  };

  return {
    state,
    check,
    apply,
    cancel: () => setState({ kind: 'idle' }),
    choose: async (chosen) => {
      setState({ kind: 'checking' });
      const read = readSettingsFile(await chosen.text().catch(() => ''));
      if (read.ok) await check({ file: read.file, sections: allSections });
      else setState({ kind: 'wrong', why: read.why });
    },
  };
}

const unknownError: ApiError = { code: 'unknown', message: '', details: null, status: 0 };

function refused(chosen: Chosen, error: ApiError | null): ImportState {
  const told = error ?? unknownError;
  return { kind: 'refused', ...chosen, error: told, place: refusedPlace(told) };
}

async function wordsOf(store: Store, file: unknown, changed: ImportReply['changed']) {
  const shown: FileChange[] = [];
  for (const { section, branchId } of changed) {
    const place = { section, branchId };
    const wording = await loadWording(store, place);
    if (!wording.ok) return wording;
    shown.push({ place, wording: wording.value, body: bodyIn(file, place) });
  }
  return { ok: true as const, value: shown };
}
