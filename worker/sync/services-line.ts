/**
 * ArchiMed+ has no field for services on a talon: they are one line of its note
 * (archimed-api.md §10), «Услуги: 1012 Приём кардиолога; 2040 ЭКГ». The rest of the note is not ours.
 */
const PREFIX = 'Услуги: ';

type Named = { code: string; name: string };

/** Replaces our line and, when `comment` is given, the rest; `undefined` leaves that part alone. */
export function writeInfo(info: string, change: { services?: readonly Named[]; comment?: string }): string {
  const { line, rest } = split(info);
  const services = change.services
    ? change.services.length > 0
      ? PREFIX + change.services.map((service) => `${service.code} ${oneLine(service.name)}`).join('; ')
      : null
    : line;
  const comment = change.comment === undefined ? rest : change.comment.trim();
  return [comment, services].filter(Boolean).join('\n');
}

/** Codes in order; null: the note says nothing about services. */
export function serviceCodes(info: string): string[] | null {
  const { line } = split(info);
  if (line === null) {
    return null;
  }
  return line
    .slice(PREFIX.length)
    .split(';')
    .map((part) => part.trim().split(/\s+/)[0] ?? '')
    .filter(Boolean);
}

export function commentOf(info: string): string {
  return split(info).rest;
}

function split(info: string): { line: string | null; rest: string } {
  const lines = info.replaceAll('\r\n', '\n').split('\n');
  // We append: where somebody wrote such a line, too, the last one is ours.
  const at = lines.findLastIndex((candidate) => candidate.startsWith(PREFIX));
  return {
    line: lines[at] ?? null,
    rest: lines
      .filter((_, index) => index !== at)
      .join('\n')
      .trim(),
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/[;\n\r]+/g, ' ').trim();
}
