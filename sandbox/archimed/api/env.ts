import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Source } from '../clinic/source.ts';
import type { WallTime } from '../clinic/wall-clock.ts';
import type { Distortion } from '../faults/faults.ts';

export type ApiEnv = {
  Bindings: HttpBindings;
  /** `wall`: the clinic's clock when the request came. */
  Variables: { source: Source; wall: WallTime; distortion: Distortion | undefined };
};

/** Body of every refusal (archimed-api.md §10). */
export function failed(c: Context, status: ContentfulStatusCode, message: string): Response {
  return c.json({ status: 'Error', message }, status);
}
