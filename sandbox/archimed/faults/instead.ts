import type { Fault } from './faults.ts';

/** What a faulty gateway or program answers in place of the work; undefined for the faults that let it be done. */
export function replyInstead(fault: Fault): Response | undefined {
  switch (fault.kind) {
    case 'json-error':
      return refusal(fault.status ?? 500, fault.message ?? 'Внутренняя ошибка сервера');
    case 'ok-error':
      return refusal(200, fault.message ?? 'Внутренняя ошибка сервера');
    case 'html-error':
      return new Response(gatewayPage(fault.status ?? 502), {
        status: fault.status ?? 502,
        headers: { 'content-type': 'text/html; charset=utf-8' },
      });
    case 'rate-limit': {
      const headers: Record<string, string> =
        fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
      return refusal(fault.status ?? 429, 'Слишком много запросов', headers);
    }
    default:
      return undefined;
  }
}

function refusal(status: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json({ status: 'Error', message }, { status, headers });
}

function gatewayPage(status: number): string {
  const title = status === 504 ? '504 Gateway Time-out' : `${status} Bad Gateway`;
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
}
