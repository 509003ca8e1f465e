import { type Archive, jsonOf, type Problem } from './archive.ts';
import { type Manifest, manifestSchema } from './manifest.ts';

const FILE = 'manifest.json';

export type Expected = { version: string };

/** The manifest's shape, or what is wrong with it. */
export function readManifest(archive: Archive): { manifest: Manifest | null; problems: Problem[] } {
  const parsed = manifestSchema.safeParse(jsonOf(archive, FILE));
  if (parsed.success) return { manifest: parsed.data, problems: [] };
  return {
    manifest: null,
    problems: parsed.error.issues.map(({ path, message }) =>
      problem('manifest.fields', `${path.join('.') || 'the file'}: ${message}`),
    ),
  };
}

/** What must fit together inside the manifest (§6.2, §6.3) and with the build. */
export function manifestProblems(manifest: Manifest, expected: Expected): Problem[] {
  const found: Problem[] = [];
  const { widget, locations, settings } = manifest;
  if (widget.version !== expected.version) {
    found.push(
      problem('manifest.version', `version ${widget.version} is not the product's ${expected.version}`),
    );
  }
  if (new Set(locations).size < locations.length) {
    found.push(problem('manifest.locations', 'a location is declared twice'));
  }
  const pairs = [
    ['advanced_settings', 'advanced', manifest.advanced],
    ['digital_pipeline', 'dp', manifest.dp],
  ] as const;
  for (const [location, part, value] of pairs) {
    if (locations.includes(location) !== (value !== undefined)) {
      found.push(
        problem('manifest.locations', `location ${location} and the part «${part}» belong together`),
      );
    }
  }
  if (widget.is_showcase === true && widget.installation) {
    found.push(problem('manifest.fields', 'is_showcase needs installation: false'));
  }
  if (Object.values(settings).filter(({ type }) => type === 'custom').length > 1) {
    found.push(problem('manifest.fields', 'only one setting may be of the type custom'));
  }
  if (settings.consent?.required !== true) {
    found.push(problem('consent', 'data may leave amoCRM only after a required setting «consent» is given'));
  }
  return found;
}

function problem(rule: string, text: string): Problem {
  return { rule, file: FILE, line: null, text };
}
