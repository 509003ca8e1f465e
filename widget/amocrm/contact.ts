import type { CardContact } from '../card/use-panel-data.ts';
import { isRecord } from '../ui/http.ts';
import type { WidgetSelf } from './sdk.ts';

/** amoCRM answers from what the card already knows; the panel waits no longer than this for it. */
const PATIENCE_MS = 2_000;

/** The deal's first contact as amoCRM's page knows it; `undefined` when it does not tell, `null` when there is none. */
export async function readContact(self: WidgetSelf): Promise<CardContact | null | undefined> {
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MS));
  // jQuery's promises are no real ones (amocrm-api.md §6.9): `then` of a real one takes both.
  const asked = Promise.resolve(self.get_current_card_contacts_data()).catch(() => undefined);
  const contacts: unknown = await Promise.race([asked, late]);
  return Array.isArray(contacts) ? contactOf(contacts[0]) : undefined;
}

function contactOf(value: unknown): CardContact | null {
  if (!isRecord(value)) return null;
  const phones = Array.isArray(value.phones) ? value.phones : [];
  const [phone] = phones.flatMap((one: unknown) =>
    typeof one === 'string' && one.trim() !== '' ? [one] : [],
  );
  const name = [value.name, `${text(value.first_name)} ${text(value.last_name)}`]
    .map(text)
    .find((one) => one !== '');
  return { name: name ?? '', phone: phone ?? '' };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
