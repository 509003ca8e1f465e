import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { Pipeline } from '../amocrm/pipelines.ts';
import { variables } from '../http/api.fixture.ts';
import type { CustomField } from '../sync/model.ts';
import { createAmocrmNames } from './amocrm-names.ts';
import { inNewObject } from './context.fixture.ts';

beforeAll(() => {
  Object.assign(env, variables);
});

const field = (id: number, name: string): CustomField => ({ id, name, type: 'text', enums: [] });
const pipeline = (id: number, stages: [number, string][], isArchive = false): Pipeline => ({
  id,
  name: `Воронка ${id}`,
  sort: id,
  isMain: id === 10,
  isArchive,
  stages: stages.map(([stage, name]) => ({ id: stage, name, sort: stage, color: '#fff', kind: 'open' })),
});

test('what amoCRM no longer has is told by the name it had last, also after a restart', () =>
  inNewObject(0, async ({ store }) => {
    const names = createAmocrmNames(store);
    names.sawFields('lead', [field(1, 'Доктор'), field(2, 'Кабинет')]);
    names.sawFields('contact', [field(1, 'Карта')]);
    names.sawFields('lead', [field(1, 'Врач'), field(2, 'Кабинет')]);
    const before = [
      pipeline(10, [
        [142, 'Успешно'],
        [100, 'Записан'],
      ]),
      pipeline(20, [[142, 'Успешно']]),
    ];
    names.sawPipelines(before);
    const now = {
      pipelines: before,
      lead: [field(1, 'Врач'), field(2, 'Кабинет')],
      contact: [field(1, 'Карта')],
    };
    expect(names.gone(now)).toEqual({ fields: [], pipelines: [], stages: [] });

    const later = {
      pipelines: [pipeline(10, [[142, 'Успешно']]), pipeline(20, [[142, 'Успешно']], true)],
      lead: [field(2, 'Кабинет')],
      contact: now.contact,
    };
    expect(createAmocrmNames(store).gone(later)).toEqual({
      fields: [{ of: 'lead', id: 1, name: 'Врач' }],
      pipelines: [{ id: 20, name: 'Воронка 20' }],
      stages: [
        { pipelineId: 10, stageId: 100, name: 'Записан' },
        { pipelineId: 20, stageId: 142, name: 'Успешно' },
      ],
    });
  }));
