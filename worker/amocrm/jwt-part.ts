import { decodeBase64Url } from 'hono/utils/encode';

/** The bytes of one part of a JWT, or null when it is no base64url. */
export function decodePart(part: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]*$/.test(part)) return null;
  try {
    return decodeBase64Url(part);
  } catch {
    return null;
  }
}

/** The JSON inside a part, or undefined when there is none. */
export function decodeJsonPart(part: string): unknown {
  const bytes = decodePart(part);
  if (bytes === null) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch {
    return undefined;
  }
}
