import { useEffect, useState } from 'preact/hooks';
import type { Simulate, SimulateReply } from '../../../worker/preview/preview.schemas.ts';
import type { ApiError } from '../../ui/http.ts';
import { useStore } from '../store.ts';
import { onScreen } from './on-screen.ts';

export type Simulation = {
  running: boolean;
  error: ApiError | null;
  /** The last answer stays while the next one is on its way, so that nothing jumps. */
  reply: SimulateReply | null;
};

const PAUSE_MS = 400;

/** Asked again whenever the visit or anything on the screen changes; while the screen has errors the last answer stands. */
export function useSimulation(visit: Simulate['visit'] | null): Simulation & { again: () => void } {
  const { api } = useStore();
  const { drafts, valid } = onScreen.value;
  const [state, setState] = useState<Simulation>({ running: false, error: null, reply: null });
  const [round, setRound] = useState(0);
  const asked =
    visit === null || !valid ? null : JSON.stringify({ visit, settings: drafts } satisfies Simulate);
  const subject = JSON.stringify(visit);
  useEffect(() => setState({ running: false, error: null, reply: null }), [subject]);
  useEffect(() => {
    if (asked === null) return undefined;
    let current = true;
    setState((old) => ({ ...old, running: true, error: null }));
    const timer = setTimeout(async () => {
      const result = await api.simulate(JSON.parse(asked) as Simulate);
      if (!current) return;
      setState((old) =>
        result.ok
          ? { running: false, error: null, reply: result.value }
          : { ...old, running: false, error: result.error },
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [api, asked, subject, round]);
  return { ...state, again: () => setRound((n) => n + 1) };
}
