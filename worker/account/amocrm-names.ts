import { z } from 'zod';
import type { Pipeline } from '../amocrm/pipelines.ts';
import type { GoneReply } from '../settings/gone.schemas.ts';
import { parseJson } from '../shared/json.ts';
import type { CustomField } from '../sync/model.ts';
import { readState, type Store, writeState } from './store.ts';

/**
 * How amoCRM's fields, stages and pipelines were called when somebody last looked at the settings, where they are chosen.
 * What is deleted in amoCRM is gone from its lists at once; whoever chose it has to be told what it was.
 */
export type AmocrmNames = {
  sawFields(of: 'lead' | 'contact', fields: Iterable<CustomField>): void;
  sawPipelines(pipelines: readonly Pipeline[]): void;
  /** Of what is missing from these lists, which are the present ones. */
  gone(now: {
    pipelines: readonly Pipeline[];
    lead: readonly CustomField[];
    contact: readonly CustomField[];
  }): GoneReply;
};

const KEY = 'amocrm_names';
/** Accounts have some hundreds; an account that makes and deletes without end must not fill its object. */
const MOST = 5000;
const namesSchema = z.record(z.string(), z.string());

export function createAmocrmNames(store: Store): AmocrmNames {
  let kept: Map<string, string> | null = null;
  const names = (): Map<string, string> => {
    if (kept === null) {
      const read = namesSchema.safeParse(parseJson(readState(store, KEY) ?? '{}'));
      kept = new Map(Object.entries(read.success ? read.data : {}));
    }
    return kept;
  };
  const saw = (list: Iterable<readonly [string, string]>): void => {
    const known = names();
    const news = [...list].filter(([key, name]) => known.get(key) !== name);
    if (news.length === 0) {
      return;
    }
    // Set anew, a name stands at the end: what was not seen for longest is dropped first.
    for (const [key, name] of news) {
      known.delete(key);
      known.set(key, name);
    }
    kept = new Map([...known].slice(-MOST));
    writeState(store, KEY, JSON.stringify(Object.fromEntries(kept)));
  };
  return {
    sawFields: (of, fields) => saw(fieldNames(of, fields)),
    sawPipelines: (pipelines) => saw(pipelineNames(pipelines)),
    gone({ pipelines, lead, contact }) {
      const offered = pipelines.filter(({ isArchive }) => !isArchive);
      const present = new Set(
        [...pipelineNames(offered), ...fieldNames('lead', lead), ...fieldNames('contact', contact)].map(
          ([key]) => key,
        ),
      );
      // An archived pipeline can be chosen no more than a deleted one.
      return told([...names()].filter(([key]) => !present.has(key)));
    },
  };
}

function fieldNames(of: 'lead' | 'contact', fields: Iterable<CustomField>): [string, string][] {
  return [...fields].map(({ id, name }) => [`${of}:${id}`, name]);
}

function pipelineNames(pipelines: readonly Pipeline[]): [string, string][] {
  return pipelines.flatMap(({ id, name, stages }) => [
    [`pipeline:${id}`, name] satisfies [string, string],
    ...stages.map((stage): [string, string] => [`stage:${id}:${stage.id}`, stage.name]),
  ]);
}

function told(names: readonly [string, string][]): GoneReply {
  const gone: GoneReply = { fields: [], pipelines: [], stages: [] };
  for (const [key, name] of names) {
    const [kind, first, second] = key.split(':');
    const id = Number(first);
    if (kind === 'lead' || kind === 'contact') {
      gone.fields.push({ of: kind, id, name });
    } else if (kind === 'pipeline') {
      gone.pipelines.push({ id, name });
    } else {
      gone.stages.push({ pipelineId: id, stageId: Number(second), name });
    }
  }
  return gone;
}
