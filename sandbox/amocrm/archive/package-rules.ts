import type { Files } from './archive.ts';
import { type Finding, refused, warned } from './finding.ts';
import { imageInfo } from './images.ts';

/** The zip itself: names, encodings, pictures (amocrm-api.md §6.1). */

const MAX_IMAGE = 300 * 1024;
const textFile = /\.(js|json|css|twig)$/;
const imageFile = /\.(png|jpe?g|gif)$/i;
const rootFiles = ['manifest.json', 'script.js', 'style.css'];

function textFindings(name: string, bytes: Uint8Array): Finding[] {
  const found: Finding[] = [];
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    found.push(refused('file.bom', name, 'Файл начинается с BOM, нужен UTF-8 без него.', 1));
  }
  const crlf = bytes.indexOf(0x0d);
  if (crlf !== -1) {
    const line = bytes.subarray(0, crlf).filter((byte) => byte === 0x0a).length + 1;
    found.push(refused('file.crlf', name, 'Концы строк CRLF, нужны LF.', line));
  }
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    found.push(refused('file.encoding', name, 'Кодировка не UTF-8.'));
  }
  return found;
}

function imageFindings(name: string, bytes: Uint8Array): Finding[] {
  const info = imageInfo(bytes);
  if (info === null) return [refused('image.type', name, 'Это не PNG, JPEG и не GIF.')];
  const found: Finding[] = [];
  if (bytes.length > MAX_IMAGE) found.push(refused('image.heavy', name, 'Картинка больше 300 КБ.'));
  if (info.animated) found.push(refused('image.animated', name, 'Анимированные картинки недопустимы.'));
  return found;
}

/** A picture that has to be there, of exactly this size. */
export function sizeFindings(
  files: Files,
  name: string,
  [width, height]: readonly [number, number],
): Finding[] {
  const bytes = files.get(name);
  if (bytes === undefined) return [refused('image.missing', name, 'Картинки нет в архиве.')];
  const info = imageInfo(bytes);
  if (info === null || (info.width === width && info.height === height)) return [];
  return [refused('image.size', name, `Размер ${info.width}×${info.height}, нужен ${width}×${height}.`)];
}

export function packageFindings(files: Files): Finding[] {
  return [...files].flatMap(([name, bytes]): Finding[] => {
    if (textFile.test(name)) {
      if (!name.includes('/') && !rootFiles.includes(name) && !name.endsWith('.js')) {
        return [...textFindings(name, bytes), warned('file.unexpected', name, 'Лишний файл в корне архива.')];
      }
      return textFindings(name, bytes);
    }
    if (imageFile.test(name)) return imageFindings(name, bytes);
    if (name.startsWith('images/'))
      return [refused('image.type', name, 'В images допустимы только png, jpg, jpeg и gif.')];
    return [warned('file.unexpected', name, 'Файл такого вида виджету не нужен.')];
  });
}
