import { z } from 'zod';
import { parseJson } from '../shared/json.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { type FormTree, parseBracketForm } from './bracket-form.ts';

/**
 * What amoCRM sends when an action of its Digital Pipeline is due (amocrm-api.md §5.4): JSON, or the same as a form with
 * brackets. Nothing of it is signed: whose it is, the token in the action's settings tells.
 */
export type ActionCall = {
  accountId: number | null;
  /** As our form of settings stored them. */
  settings: Readonly<Record<string, string>>;
  event: ActionEvent | null;
};

/** Where the deal stood when the action became due. */
export type ActionEvent = {
  dealId: number;
  pipelineId: number;
  stageId: number;
  /** The deal has left the stage that is named. */
  hasLeft: boolean;
  /** amoCRM's seconds: the same event delivered again carries the same. */
  time: number;
};

const LEAD = 2;
const LONGEST_SETTING = 10_000;
const MOST_SETTINGS = 50;

/** Numbers come as texts in a form, and as either in JSON. */
const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

const scalar = z.union([z.string().max(LONGEST_SETTING), z.number(), z.boolean()]).transform(String);
/** PHP's empty object is a list. */
const settingsSchema = z.union([
  z.record(z.string().max(100), scalar).refine((all) => Object.keys(all).length <= MOST_SETTINGS),
  z.array(z.never()).transform(() => ({})),
]);

const eventSchema = z
  .object({
    data: z.object({
      id,
      /** Buyers have actions, too; they are nobody here. */
      element_type: z.coerce.number().default(LEAD),
      status_id: id,
      pipeline_id: id,
      direction_of_movement: z.string().max(50).default('went_to_trigger'),
    }),
    time: z.coerce.number().int().nonnegative(),
  })
  .refine(({ data }) => data.element_type === LEAD)
  .transform(
    ({ data, time }): ActionEvent => ({
      dealId: data.id,
      pipelineId: data.pipeline_id,
      stageId: data.status_id,
      hasLeft: data.direction_of_movement === 'went_from_trigger',
      time,
    }),
  );

const callSchema = z.object({
  account_id: id.nullable().catch(null),
  action: z
    .object({ settings: z.object({ widget: z.object({ settings: settingsSchema }) }) })
    .transform(({ settings }) => settings.widget.settings)
    .catch({}),
  event: eventSchema.nullable().catch(null),
});

export function parseActionCall(body: string, contentType: string): Result<ActionCall, 'unreadable'> {
  const tree = contentType.toLowerCase().includes('json') ? parseJson(body) : fromForm(body);
  const call = callSchema.safeParse(tree);
  if (!call.success) {
    return err('unreadable');
  }
  return ok({
    accountId: call.data.account_id,
    settings: call.data.action,
    event: call.data.event,
  });
}

/** The form's trees have no prototype, so that no key can reach one; zod takes ordinary objects. */
function fromForm(body: string): unknown {
  const form = parseBracketForm(body);
  return form && ordinary(form);
}

function ordinary(tree: FormTree): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(tree).map(([key, node]) => [key, typeof node === 'string' ? node : ordinary(node)]),
  );
}
