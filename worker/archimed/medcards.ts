import { z } from 'zod';
import type { Priority } from '../shared/limiter.ts';
import { ok } from '../shared/result.ts';
import { fields, filters, LIST_LIMIT, medcardForm, paths } from './assumptions.ts';
import { fieldsQuery, filterQuery, readAll, readTail, type Tail } from './lists.ts';
import { phoneSpellings, samePhone } from './phone-spellings.ts';
import type { ArchimedResult, Transport } from './transport.ts';
import { badReply, parseOne, toWireDate, wireBirthDate, wireInt, wireText } from './wire.ts';

/** A patient's card. */
export type Medcard = {
  readonly id: number;
  readonly number: string;
  readonly lastName: string;
  readonly firstName: string;
  readonly middleName: string;
  readonly birthDate: string | null;
  readonly phones: readonly string[];
};

export type NewMedcard = {
  readonly lastName: string;
  readonly firstName: string;
  readonly middleName: string;
  readonly birthDate: string | null;
  readonly phone: string;
};

const medcardRow: z.ZodType<Medcard> = z
  .object({
    id: wireInt,
    number: wireText,
    last_name: wireText,
    first_name: wireText,
    middle_name: wireText,
    birthdate: wireBirthDate,
    phone: wireText,
    phone1: wireText,
    phone_alt: wireText,
  })
  .transform((row) => ({
    id: row.id,
    number: row.number,
    lastName: row.last_name,
    firstName: row.first_name,
    middleName: row.middle_name,
    birthDate: row.birthdate,
    phones: [...new Set([row.phone, row.phone1, row.phone_alt])].filter((phone) => phone !== ''),
  }));

export type Medcards = {
  byId(priority: Priority, id: number): ArchimedResult<Medcard | null>;
  /** Every card with this phone, whichever way it was typed there. */
  byPhoneSpellings(priority: Priority, phone: string): ArchimedResult<readonly Medcard[]>;
  /** The newest cards, ascending: with ids above `afterId`, or the last page. */
  tail(priority: Priority, options?: { readonly afterId?: number }): ArchimedResult<Tail<Medcard>>;
  create(priority: Priority, person: NewMedcard): ArchimedResult<{ readonly id: number }>;
};

export function createMedcards(transport: Transport): Medcards {
  const only = fieldsQuery(fields.medcard);
  return {
    async byId(priority, id) {
      const reply = await transport.get(priority, `${paths.medcards}/${id}`, only);
      return reply.ok ? parseOne(reply.value, medcardRow) : reply;
    },
    async byPhoneSpellings(priority, phone) {
      const found = new Map<number, Medcard>();
      for (const spelling of phoneSpellings(phone)) {
        const query = [...only, ...filterQuery(filters.medcardPhone, spelling)];
        const rows = await readAll(transport, priority, paths.medcards, query, medcardRow);
        if (!rows.ok) return rows;
        for (const card of rows.value) {
          if (card.phones.some((known) => samePhone(known, phone))) found.set(card.id, card);
        }
        // Nobody shares a phone with so many: the filter was ignored, and this was everybody.
        if (rows.value.length > LIST_LIMIT) break;
      }
      return ok([...found.values()].sort((a, b) => a.id - b.id));
    },
    tail(priority, { afterId } = {}) {
      return readTail(transport, priority, paths.medcards, only, medcardRow, afterId ?? null);
    },
    async create(priority, person) {
      const reply = await transport.write(priority, 'POST', paths.medcards, {
        [medcardForm.lastName]: person.lastName,
        [medcardForm.firstName]: person.firstName,
        [medcardForm.middleName]: person.middleName,
        ...(person.birthDate === null ? {} : { [medcardForm.birthDate]: toWireDate(person.birthDate) }),
        [medcardForm.phone]: person.phone,
      });
      if (!reply.ok) return reply;
      return reply.value.id === null ? badReply('id: not told') : ok({ id: reply.value.id });
    },
  };
}
