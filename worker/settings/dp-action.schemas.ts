import { z } from '@hono/zod-openapi';
import { idSchema } from '../http/schemas.ts';
import { parseJson } from '../shared/json.ts';
import { meaningSchema } from './statuses.schemas.ts';

/**
 * What an action of the Digital Pipeline does, as our form stores it in the action's settings (widget/amocrm/dp/). Every
 * clinic has its own directories: a status is chosen by its meaning, for single branches also exactly (and where it has no
 * meaning only so); a reason for a cancellation only exactly.
 */
const byBranch = z.record(z.string().regex(/^[1-9]\d{0,8}$/), idSchema);

export const dpActionSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('status'), meaning: meaningSchema.nullable(), statuses: byBranch }),
  z.object({ do: z.literal('cancel'), reasons: byBranch }),
]);
export type DpAction = z.infer<typeof dpActionSchema>;

/** null: not what our form stores. */
export function readDpAction(text: string | undefined): DpAction | null {
  const parsed = dpActionSchema.safeParse(parseJson(text ?? ''));
  return parsed.success ? parsed.data : null;
}
