import type { Archive, Problem } from './archive.ts';
import type { Manifest } from './manifest.ts';

/** Pictures: which, how large, how heavy, at rest (amocrm-api.md §6.1). */
const LOGOS: Readonly<Record<string, readonly [number, number]>> = {
  'images/logo.png': [130, 100],
  'images/logo_small.png': [108, 108],
  'images/logo_medium.png': [240, 84],
  'images/logo_min.png': [84, 84],
  'images/logo_main.png': [400, 272],
};
const DIGITAL_PIPELINE = 'images/logo_dp.png';
const MAX_BYTES = 300 * 1024;
const SIGNATURE = '89504e470d0a1a0a';

type Picture = { width: number; height: number; animated: boolean };

export function imageProblems(archive: Archive, manifest: Manifest): Problem[] {
  const sizes = new Map(Object.entries(LOGOS));
  if (manifest.dp !== undefined) sizes.set(DIGITAL_PIPELINE, [174, 109]);
  for (const locale of manifest.tour === undefined ? [] : manifest.widget.locale) {
    const pictures = manifest.tour?.tour_images[locale] ?? [`/images/tour_1_${locale}.png`];
    for (const path of pictures) sizes.set(path.slice(1), [1188, 616]);
  }
  const present = [...archive.keys()].filter((file) => file.startsWith('images/'));
  return [
    ...[...sizes].flatMap(([file, size]) => onePicture(archive, file, size)),
    ...present
      .filter((file) => !sizes.has(file))
      .map((file) => problem('images.unused', file, 'nothing in the manifest uses this picture')),
  ];
}

function onePicture(archive: Archive, file: string, [width, height]: readonly [number, number]): Problem[] {
  const content = archive.get(file);
  if (content === undefined) return [problem('images.missing', file, 'the picture is not there')];
  const found: Problem[] = [];
  if (content.length > MAX_BYTES) {
    found.push(problem('images.weight', file, `${content.length} bytes, at most ${MAX_BYTES} are allowed`));
  }
  const picture = readPng(content);
  if (picture === null) return [...found, problem('images.type', file, 'this is no PNG')];
  if (picture.width !== width || picture.height !== height) {
    const seen = `${picture.width} × ${picture.height}`;
    found.push(problem('images.size', file, `${seen} instead of ${width} × ${height}`));
  }
  if (picture.animated) found.push(problem('images.animated', file, 'the picture moves'));
  return found;
}

function readPng(content: Uint8Array): Picture | null {
  const bytes = Buffer.from(content);
  if (bytes.length < 33 || bytes.subarray(0, 8).toString('hex') !== SIGNATURE) return null;
  // Chunks: length, name, data, checksum. `acTL` announces the frames of an animation.
  let animated = false;
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    if (bytes.toString('latin1', at + 4, at + 8) === 'acTL') animated = true;
  }
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), animated };
}

function problem(rule: string, file: string, text: string): Problem {
  return { rule, file, line: null, text };
}
