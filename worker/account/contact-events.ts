import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Contact } from '../amocrm/contacts.ts';
import type { AmocrmFailure } from '../amocrm/failure.ts';
import type { AccountSettings } from '../settings/settings.repository.ts';
import { ok, type Result } from '../shared/result.ts';
import { mapTo, patientIn, patientsOf, phonesOf, rowsOf, sharersOf } from './contact-links.ts';
import type { AccountContext } from './context.ts';
import { addDecision, type Decision } from './decision.ts';
import type { EventRow } from './inbox.ts';
import { forgetContact, noteContact, phoneHash } from './local-index.ts';
import { addOrphans, orphansOf, removeOrphan } from './orphans.ts';
import type { AttemptEnd } from './pump.ts';
import { patients } from './schema.ts';
import { ignored, retry } from './visit-work.ts';

/** A contact of ours changed in amoCRM: the phone index and patients → contacts follow what is read again (product.md §3.4). */
const payloadSchema = z.object({ id: z.number().nullable() });

export async function carryOutContactEvent(
  ctx: AccountContext,
  settings: AccountSettings,
  event: EventRow,
): Promise<AttemptEnd> {
  const { id: contactId } = payloadSchema.parse(JSON.parse(event.payload));
  if (contactId === null) {
    return ignored('contact.no_id', 'Событие не называет контакт');
  }
  const contact = await readContact(ctx, settings, contactId);
  if (!contact.ok) {
    return retry('amocrm', contact.error);
  }
  const found = contact.value;
  // The two sides of a merge are announced by two events, which look after the same patients.
  const patientIds = found
    ? [patientIn(settings, found)]
    : patientsOf(ctx, contactId).map((row) => row.patientId);
  return ctx.locks.hold(
    patientIds.filter((id) => id !== null).map((id) => `patient-id:${id}`),
    () => (found ? present(ctx, settings, found) : gone(ctx, settings, contactId)),
  );
}

/** null: deleted, or unknown. */
async function readContact(
  ctx: AccountContext,
  settings: AccountSettings,
  contactId: number,
): Promise<Result<Contact | null, AmocrmFailure>> {
  const contact = await ctx.amocrm(settings.account.domain).contacts.byId('event', contactId);
  return contact.ok ? ok(contact.value?.isDeleted === false ? contact.value : null) : contact;
}

async function gone(ctx: AccountContext, settings: AccountSettings, contactId: number): Promise<AttemptEnd> {
  const mine = patientsOf(ctx, contactId);
  const winners = new Map<number, number>();
  for (const candidate of mine.length === 0 ? [] : sharersOf(ctx, contactId)) {
    const contact = await readContact(ctx, settings, candidate);
    if (!contact.ok) {
      return retry('amocrm', contact.error);
    }
    const patientId = contact.value && patientIn(settings, contact.value);
    if (patientId !== null && !winners.has(patientId)) {
      winners.set(patientId, candidate);
    }
  }
  const decision: Decision = { actions: [], reasons: [] };
  for (const { patientId } of mine) {
    const winner = winners.get(patientId);
    if (winner === undefined) {
      decision.actions.push({
        kind: 'patient.forgotten',
        text: `Пациент ${patientId} больше не связан с контактом`,
      });
      const text = `Контакт ${contactId} удалён: при следующей записи пациента его найдут заново`;
      decision.reasons.push({ code: 'contact.deleted', text });
    } else {
      addDecision(decision, follows(patientId, contactId, winner));
    }
  }
  const also = () => {
    forgetContact(ctx.store, contactId);
    for (const { sourceId, patientId, written } of mine) {
      const winner = winners.get(patientId);
      const same = and(
        eq(patients.sourceId, sourceId),
        eq(patients.patientId, patientId),
        // A visit may have found the person anew meanwhile.
        eq(patients.contactId, contactId),
      );
      if (winner === undefined) {
        ctx.store.delete(patients).where(same).run();
        addOrphans(ctx.store, [{ sourceId, patientId, written, at: ctx.clock.now() }]);
      } else {
        ctx.store.update(patients).set({ contactId: winner }).where(same).run();
      }
    }
  };
  if (mine.length === 0) {
    return { ...ignored('contact.deleted', 'Контакт удалён: пациентов за ним нет'), also };
  }
  return { outcome: 'done', decision, also };
}

async function present(
  ctx: AccountContext,
  settings: AccountSettings,
  contact: Contact,
): Promise<AttemptEnd> {
  const hash = await ctx.hasher();
  const phones = contact.phones.map(({ value }) => phoneHash(value, hash)).filter((phone) => phone !== null);
  const before = phonesOf(ctx, contact.id);
  const decision: Decision = { actions: [], reasons: [] };
  if (before.length !== phones.length || phones.some((phone) => !before.includes(phone))) {
    const text = `Телефонов контакта ${contact.id}: ${phones.length}; по ним его узнают при записи`;
    decision.actions.push({ kind: 'contact.phones', text });
    decision.reasons.push({ code: 'contact.phones', text: 'У контакта изменились телефоны' });
  }
  const writes: (() => void)[] = [() => noteContact(ctx.store, contact.id, phones)];
  const patientId = patientIn(settings, contact);
  for (const row of patientId === null ? [] : rowsOf(ctx, settings, patientId)) {
    if (row.contactId === contact.id) {
      continue;
    }
    const other = await readContact(ctx, settings, row.contactId);
    if (!other.ok) {
      return retry('amocrm', other.error);
    }
    if (other.value) {
      const text = `ID пациента ${row.patientId} указан и в контакте ${contact.id}, но пациент — контакт ${row.contactId}`;
      decision.reasons.push({ code: 'contact.copy', text });
      continue;
    }
    addDecision(decision, follows(row.patientId, row.contactId, contact.id));
    writes.push(() => mapTo(ctx, row, contact.id));
  }
  for (const orphan of patientId === null ? [] : orphansOf(ctx.store, patientId)) {
    writes.push(() => removeOrphan(ctx.store, orphan));
    if (!rowsOf(ctx, settings, orphan.patientId).some((row) => row.sourceId === orphan.sourceId)) {
      addDecision(decision, follows(orphan.patientId, null, contact.id));
      writes.push(() => mapTo(ctx, orphan, contact.id));
    }
  }
  if (decision.reasons.length === 0) {
    addDecision(
      decision,
      ignored('contact.no_effect', 'Это изменение контакта ни на что не влияет').decision,
    );
  }
  return {
    outcome: decision.actions.length > 0 ? 'done' : 'ignored',
    decision,
    also: () => {
      for (const write of writes) {
        write();
      }
    },
  };
}

function follows(patientId: number, from: number | null, to: number): Decision {
  return {
    actions: [{ kind: 'patient.moved', text: `Пациент ${patientId} теперь контакт ${to}` }],
    reasons: [
      {
        code: 'contact.merged',
        text: `Контакт ${from === null ? 'пациента' : from} объединён с контактом ${to}`,
      },
    ],
  };
}
