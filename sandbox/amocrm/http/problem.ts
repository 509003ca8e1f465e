/** Error bodies of amocrm-api.md §3.4. */

export type Problem = { code: string; path: string; detail: string };
export type ItemProblems = { requestId: string; errors: Problem[] };

const titles: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export function problem(status: number, detail: string, more: Record<string, unknown> = {}): Response {
  const body = {
    ...more,
    title: titles[status] ?? 'Error',
    type: `https://httpstatus.es/${status}`,
    status,
    detail,
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
}

export function unauthorized(): Response {
  return problem(401, 'Неверный логин или пароль');
}

export function notFound(): Response {
  return problem(404, 'Not found');
}

export function invalid(items: readonly ItemProblems[]): Response {
  return problem(400, 'Request validation failed', {
    'validation-errors': items.map(({ requestId, errors }) => ({ request_id: requestId, errors })),
  });
}

/** The gateway in front of amoCRM answers in HTML (§3.1). */
export function htmlError(status: number): Response {
  const title = `${status} ${titles[status] ?? 'Error'}`;
  const html = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`;
  return new Response(html, { status, headers: { 'content-type': 'text/html' } });
}

export const notAChoice = 'The value you selected is not a valid choice.';

export function choiceProblem(path: string): Problem {
  return { code: 'NotSupportedChoice', path, detail: notAChoice };
}

export function typeProblem(path: string, type: string): Problem {
  return { code: 'InvalidType', path, detail: `This value should be of type ${type}.` };
}

export function missingProblem(path: string): Problem {
  return { code: 'FieldMissing', path, detail: 'This field is missing.' };
}
