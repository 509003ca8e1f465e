import { type Finding, lineAt, type Severity } from './finding.ts';
import { globalReferences } from './js-scope.ts';
import { identifier, isNode, type JsNode, memberName, nodeAt } from './js-tree.ts';

export type SourceComment = { value: string; start: number; end: number };

/** One script of the archive, parsed, with the ways to ask about it that the rules share. */
export type Source = {
  readonly file: string;
  readonly text: string;
  readonly program: JsNode;
  readonly comments: readonly SourceComment[];
  /** The name of an identifier that the script does not declare itself. */
  globalName(node: JsNode | null): string | null;
  /** `name` for `name(…)` and `window.name(…)`. */
  calledGlobal(call: JsNode): string | null;
  finding(code: string, severity: Severity, node: { start: number }, text: string): Finding;
};

export type ParseResult = { ok: true; source: Source } | { ok: false; line: number; reason: string };

export async function parseSource(file: string, text: string): Promise<ParseResult> {
  // vite brings the parser; loading it costs a moment that only an upload should pay.
  const { parseSync } = await import('vite');
  const parsed = parseSync(file, text, { sourceType: 'script' });
  const [error] = parsed.errors;
  const program: unknown = parsed.program;
  if (error !== undefined || !isNode(program)) {
    return {
      ok: false,
      line: lineAt(text, error?.labels[0]?.start ?? 0),
      reason: error?.message ?? 'no program',
    };
  }
  const globals = globalReferences(program);
  const globalName = (node: JsNode | null): string | null =>
    node !== null && globals.has(node) ? identifier(node) : null;
  const source: Source = {
    file,
    text,
    program,
    comments: parsed.comments,
    globalName,
    calledGlobal(call) {
      const callee = nodeAt(call, 'callee');
      if (callee?.type !== 'MemberExpression') return globalName(callee);
      const owner = globalName(nodeAt(callee, 'object'));
      return owner === 'window' || owner === 'globalThis' ? memberName(callee) : null;
    },
    finding: (code, severity, node, reason) => ({
      code,
      severity,
      file,
      line: lineAt(text, node.start),
      text: reason,
    }),
  };
  return { ok: true, source };
}
