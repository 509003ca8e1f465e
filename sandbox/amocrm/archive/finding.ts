/** What the check of an archive has to say: `error` refuses it, `warning` is listed beside it. */

export type Severity = 'error' | 'warning';

export type Finding = {
  code: string;
  severity: Severity;
  file: string;
  line: number | null;
  text: string;
};

export function refused(code: string, file: string, text: string, line: number | null = null): Finding {
  return { code, severity: 'error', file, line, text };
}

export function warned(code: string, file: string, text: string, line: number | null = null): Finding {
  return { code, severity: 'warning', file, line, text };
}

/** One line for logs and replies: `script.js:12: …`. */
function sentence(finding: Finding): string {
  const place = finding.line === null ? finding.file : `${finding.file}:${finding.line}`;
  return `${place}: ${finding.text}`;
}

export function sentences(findings: readonly Finding[], severity: Severity): string[] {
  return findings.filter((finding) => finding.severity === severity).map(sentence);
}

export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
