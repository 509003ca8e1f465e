import { expect, test } from 'vitest';
import * as automation from './automation.ts';
import * as branches from './branches.ts';
import * as common from './common.ts';
import * as fields from './fields.ts';
import * as history from './history.ts';
import * as historyRemedies from './history-remedies.ts';
import * as matching from './matching.ts';
import * as preview from './preview.ts';
import * as previewSide from './preview-side.ts';
import * as review from './review.ts';
import * as rules from './rules.ts';
import * as start from './start.ts';
import * as state from './state.ts';
import * as statuses from './statuses.ts';
import * as support from './support.ts';
import * as twoWay from './two-way.ts';
import * as users from './users.ts';
import * as versions from './versions.ts';
import * as zones from './zones.ts';

const areas: Record<string, { ru: Record<string, string>; en: Record<string, string> }> = {
  automation,
  branches,
  common,
  fields,
  history,
  historyRemedies,
  matching,
  preview,
  previewSide,
  review,
  rules,
  start,
  state,
  statuses,
  support,
  twoWay,
  users,
  versions,
  zones,
};

test.each(Object.keys(areas))('%s: both languages have the same keys and placeholders', (area) => {
  const { ru, en } = areas[area] ?? { ru: {}, en: {} };
  expect(Object.keys(en)).toEqual(Object.keys(ru));
  for (const [key, text] of Object.entries(ru)) {
    expect(text.trim(), key).not.toBe('');
    expect(en[key]?.trim(), key).not.toBe('');
    expect(placeholders(en[key] ?? ''), key).toEqual(placeholders(text));
    expect(text.split('|').length, `${key}: Russian needs three plural forms`).not.toBe(2);
  }
});

function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
}
