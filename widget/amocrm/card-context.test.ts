import { expect, test } from 'vitest';
import { readDealCard, readLang } from './card-context.ts';

function app(entity: string, card: unknown): unknown {
  return {
    lang_id: 'ru',
    getBaseEntity: () => entity,
    isCard: () => card !== false,
    data: { current_card: card },
  };
}

test('a saved deal with its stage', () => {
  const model = { attributes: { 'lead[STATUS]': '75520014', 'lead[PIPELINE_ID]': 9011442 } };
  expect(readDealCard(app('leads', { id: 41203317, model }))).toEqual({
    dealId: 41203317,
    pipelineId: 9011442,
    stageId: 75520014,
  });
});

test('a new deal has no id yet, a card without a model no stage', () => {
  expect(readDealCard(app('leads', { id: 0 }))).toEqual({ dealId: 0, pipelineId: null, stageId: null });
});

test.each([
  ['a contact card', app('contacts', { id: 58841203 })],
  ['a list', app('leads', false)],
  ['no APP', undefined],
  ['an APP without methods', {}],
])('%s is no deal card', (_, value) => {
  expect(readDealCard(value)).toBeNull();
});

test('the interface speaks Russian unless amoCRM says otherwise', () => {
  expect(readLang({ lang_id: 'en' })).toBe('en');
  expect(readLang({ lang_id: 'ru' })).toBe('ru');
  expect(readLang(undefined)).toBe('ru');
});
