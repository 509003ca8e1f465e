import type { ApiError, ApiResult } from './http.ts';

/** Our page in a tab of its own, signed in by a code that works once; `at`: the section to begin with. */
export async function openOwnTab(
  handoff: () => Promise<ApiResult<{ url: string }>>,
  at = '',
): Promise<ApiError | null> {
  // Opened in the click itself: a window opened after the reply would be blocked.
  const tab = window.open('', '_blank');
  const reply = await handoff();
  if (!reply.ok) {
    tab?.close();
    return reply.error;
  }
  if (tab === null) return { code: 'tab.blocked', message: '', details: null, status: 0 };
  tab.opener = null;
  tab.location.href = at === '' ? reply.value.url : `${reply.value.url}&at=${encodeURIComponent(at)}`;
  return null;
}
