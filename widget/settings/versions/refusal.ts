import type { ApiError } from '../../ui/http.ts';
import { refusalText } from '../errors.ts';
import { ru, t } from '../locales/versions.ts';

/** Why a version or a file does not fit any more; elsewhere these codes ask to mend a form that is not here. */
export function versionRefusal(claim: string, error: ApiError): string {
  const key = `gone.${error.code}`;
  return isKey(key) ? `${claim} ${t(key)}` : refusalText(claim, error);
}

function isKey(key: string): key is keyof typeof ru {
  return Object.hasOwn(ru, key);
}
