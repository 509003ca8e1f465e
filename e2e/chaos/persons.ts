import { people } from '../../sandbox/demo/people.ts';
import { streamOf } from '../../sandbox/random.ts';

/** Whom a run is about. Each person's visits, deals and contacts are a small world of their own, which the oracle looks at. */
export type Person = {
  index: number;
  lastName: string;
  firstName: string;
  middleName: string;
  birthDate: string;
  /** +7 and ten digits. */
  phone: string;
  phoneInCrm: string;
  phoneInClinic: string;
  /** Before the run. */
  contactIds: number[];
  dealIds: number[];
  patientId: number | null;
  /** Two contacts whom nothing tells apart: whoever it is, a person decides (product.md 3.3). */
  isTwin: boolean;
};

const FIRST_CONTACT = 60_000_000;
const FIRST_DEAL = 50_000_000;
const FIRST_PATIENT = 701;

export function personsOf(seed: number, account: number, count: number): Person[] {
  const random = streamOf(seed, `persons ${account}`);
  const persons: Person[] = [];
  for (let index = 0; index < count; index += 1) {
    const model = people[index % people.length];
    const other = people[(index * 7 + Math.floor(index / people.length) * 13 + 3) % people.length];
    if (!model || !other) throw new Error('no people');
    // Every tenth shares the phone of the one before, as families do.
    const before = index % 10 === 9 ? persons[index - 1] : undefined;
    const phone = before?.phone ?? `+7906${String(account).padStart(2, '0')}${String(10_000 + index)}`;
    const isTwin = index % 25 === 24;
    const hasContact = isTwin || index % 10 === 8 || random.chance(0.7);
    const deals = hasContact && !isTwin ? ([0, 1, 1, 1, 1, 2][random.int(6)] ?? 1) : 0;
    const base = account * 100_000 + index * 10;
    persons.push({
      index,
      // Each round over the names gets a letter of its own: nobody has the same name as somebody else.
      lastName: `${model.lastName}${suffix(Math.floor(index / people.length))}`,
      firstName: other.firstName,
      middleName: other.middleName,
      birthDate: `19${50 + (index % 45)}-0${1 + (index % 9)}-1${index % 10}`,
      phone,
      phoneInCrm: spelled(phone, random.int(5)),
      phoneInClinic: spelled(phone, random.int(4) + 10),
      contactIds: hasContact ? [FIRST_CONTACT + base, ...(isTwin ? [FIRST_CONTACT + base + 1] : [])] : [],
      dealIds: Array.from({ length: deals }, (_, number) => FIRST_DEAL + base + number),
      patientId: isTwin || random.chance(0.7) ? FIRST_PATIENT + index : null,
      isTwin,
    });
  }
  return persons;
}

function suffix(round: number): string {
  return ['', 'ко', 'чук', 'дзе', 'швили', 'ян', 'ский'][round] ?? `-${round}`;
}

function spelled(phone: string, form: number): string {
  const ten = phone.slice(2);
  const [code, a, b, c] = [ten.slice(0, 3), ten.slice(3, 6), ten.slice(6, 8), ten.slice(8)];
  const forms = new Map([
    [1, `+7 ${code} ${a}-${b}-${c}`],
    [2, `8 (${code}) ${a}-${b}-${c}`],
    [3, `8${ten}`],
    [4, ten],
    [11, `8${ten}`],
    [12, `7${ten}`],
    [13, ten],
  ]);
  return forms.get(form) ?? phone;
}

export function phoneDigits(phone: string): string {
  return phone.replaceAll(/\D/g, '').slice(-10);
}
