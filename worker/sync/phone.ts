import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** Full international number; 8…, +7… and ten digits are alike (product.md §3.3). null: not a phone. */
export function normalizePhone(typed: string): string | null {
  const digits = typed.replaceAll(/\D/g, '');
  const plus = typed.trim().startsWith('+');
  if (digits.length === 11 && digits.startsWith('8') && !plus) {
    return parsed(`+7${digits.slice(1)}`);
  }
  if (digits.length === 11 && digits.startsWith('7') && !plus) {
    return parsed(`+${digits}`);
  }
  // Reception types foreign numbers without the plus: eleven digits and more are no Russian national number.
  return plus
    ? parsed(`+${digits}`)
    : (parsed(digits) ?? (digits.length >= 11 ? parsed(`+${digits}`) : null));
}

function parsed(text: string): string | null {
  const number = parsePhoneNumberFromString(text, 'RU');
  return number?.isPossible() ? number.number : null;
}

export function samePhone(left: string, right: string): boolean {
  const normal = normalizePhone(left);
  return normal !== null && normal === normalizePhone(right);
}
