import { expect, test } from 'vitest';
import { accountDescription } from '../amocrm/core/description.ts';
import { demoAccount, demoCrm } from './crm.ts';

const account = accountDescription.parse(
  demoAccount({
    redirectUri: 'http://localhost:1/oauth/amocrm/callback',
    clientId: '5b0c7a52-3d0e-4f0a-9a55-1f2f6f0f7c11',
    clientSecret: 'demo',
    nowMs: 1_795_000_000_000,
  }),
);

test('forty deals; every stage and contact they name exists', () => {
  expect(account.leads).toHaveLength(40);
  const contactIds = new Set((account.contacts ?? []).map((contact) => contact.id));
  for (const lead of account.leads ?? []) {
    const pipeline = account.pipelines.find((candidate) => candidate.id === lead.pipelineId);
    const stageIds = [...(pipeline?.stages ?? []).map((stage) => stage.id), 142, 143];
    expect(stageIds).toContain(lead.statusId);
    for (const id of lead.contactIds ?? []) expect(contactIds).toContain(id);
  }
});

test('the awkward cases are there', () => {
  const shapes = new Set(
    (account.contacts ?? []).flatMap(({ phones }) =>
      (phones ?? []).map((phone) => phone.replace(/\d/g, '0')),
    ),
  );
  expect([...shapes].sort()).toEqual([
    '+0 000 000-00-00',
    '+00000000000',
    '0 (000) 000-00-00',
    '0000000000',
    '00000000000',
  ]);
  expect(
    account.contacts?.filter(({ phones, fields }) => phones === undefined && fields === undefined),
  ).toHaveLength(1);
  expect(account.leads?.filter(({ contactIds }) => contactIds?.length === 0)).toHaveLength(1);
  expect(account.users.filter(({ isActive }) => isActive === false).map(({ id }) => id)).toEqual([
    demoCrm.formerManager,
  ]);
});
