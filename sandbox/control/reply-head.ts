const KEPT_CHARS = 1500;

/** The beginning of a textual reply for the request log; the reply itself stays unread. */
export async function replyHead(response: Response): Promise<string> {
  if (!/json|text|html/.test(response.headers.get('content-type') ?? '')) return '';
  const reader = response.clone().body?.getReader();
  if (reader === undefined) return '';
  const { value } = await reader.read();
  void reader.cancel();
  return new TextDecoder().decode(value?.subarray(0, KEPT_CHARS * 2)).slice(0, KEPT_CHARS);
}
