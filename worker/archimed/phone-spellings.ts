/** Only digits, Russian numbers with their 7: «8 (905) 000-11-22», «+79050001122» and «9050001122» are one. */
function international(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  if (phone.trim().startsWith('+')) return digits;
  if (digits.length === 10) return `7${digits}`;
  return digits.length === 11 && digits.startsWith('8') ? `7${digits.slice(1)}` : digits;
}

export function samePhone(left: string, right: string): boolean {
  const digits = international(left);
  return digits !== '' && digits === international(right);
}

/** The stored string must be equal to the one asked for (archimed-api.md §10): try what clinics type, likeliest first. */
export function phoneSpellings(phone: string): readonly string[] {
  const digits = international(phone);
  if (digits === '') return [];
  if (digits.length !== 11 || !digits.startsWith('7')) return [`+${digits}`, digits];
  const local = digits.slice(1);
  return [`+${digits}`, `8${local}`, digits, local];
}
