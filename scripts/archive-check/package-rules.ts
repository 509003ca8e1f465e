import { type Archive, type Problem, textOf } from './archive.ts';

/** What lies in the archive and how it is written (amocrm-api.md §6.1). */
const FOLDERS = /^(i18n\/[a-z]{2}\.json|images\/[^/]+|templates\/[^/]+\.twig)$/;
const ROOT_FILES = ['manifest.json', 'script.js', 'style.css'];
const TEXT = /\.(js|json|css|twig)$/;

export function packageProblems(archive: Archive): Problem[] {
  return [...missingFiles(archive), ...[...archive.keys()].flatMap((file) => fileProblems(archive, file))];
}

function missingFiles(archive: Archive): Problem[] {
  return ['manifest.json', 'script.js']
    .filter((file) => !archive.has(file))
    .map((file) => ({
      rule: 'package.missing',
      file,
      line: null,
      text: `${file} is not at the root of the archive`,
    }));
}

function fileProblems(archive: Archive, file: string): Problem[] {
  const found: Problem[] = [];
  const say = (rule: string, text: string) => found.push({ rule, file, line: null, text });
  if (!ROOT_FILES.includes(file) && !FOLDERS.test(file) && !/^[\w-]+\.js$/.test(file)) {
    say('package.leftover', 'amoCRM knows no such file in an archive');
  }
  if (!TEXT.test(file)) return found;
  const text = textOf(archive, file) ?? '';
  if (text.startsWith('\uFEFF')) say('package.encoding', 'the text begins with a byte order mark');
  if (text.includes('\r')) say('package.encoding', 'lines end with CR LF instead of LF');
  if (text.includes('\uFFFD')) say('package.encoding', 'the text is not UTF-8');
  return found;
}
