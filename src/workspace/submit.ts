import { GraphRefused, type Caller } from './caller';
import type { Problem } from './fields';
import type { Sent } from './body';
import type { At, Form, UserProblem } from './work-page';

/** What came of a form: what it made or changed, or what is wrong with it. */
export type Outcome =
  | { made: { id: string; status: string } }
  | {
      problems: Problem[];
      status: number;
      /** Whether the form is to be sent as something new, of what there is now. */
      isStale?: boolean;
    };

const CHANGED =
  'Somebody else has changed this since you opened it, and nothing of yours was done. Look at what it says now; if you still want to, press the button again: then yours takes its place.';
const SENT_BEFORE =
  'This form was sent before with something else in it, and that was done. This time nothing was. Look at what came of it; if you still want to, press the button again.';

/** Does what a form asks: the mutation, as whoever sent it. */
export async function submit<Answer>(
  form: Form<Answer>,
  { fields, key, version }: Sent,
  answer: Answer,
  at: At,
  caller: Caller,
): Promise<Outcome> {
  const input = form.read(fields, answer, at);
  if (fields.problems.length > 0) return { problems: fields.problems, status: 422 };
  const { mutation, made, selection } = form;
  const inputType = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
  const text = `mutation ${mutation[0]!.toUpperCase()}${mutation.slice(1)}($input: ${inputType}!) {
  ${mutation}(input: $input) { ${made} { ${selection} } userErrors { code message field } }
}`;
  try {
    const data = await caller.ask<Record<string, Record<string, unknown>>>(text, {
      input: { idempotencyKey: key, ...(form.version && { expectedVersion: Number(version) }), ...input },
    });
    const payload = data[mutation]!;
    const problems = (payload['userErrors'] as UserProblem[]).map(
      (each) => form.problemInFile?.(each) ?? sayProblem(form, each),
    );
    if (problems.length > 0) return { problems, status: 422 };
    return { made: payload[made] as { id: string; status: string } };
  } catch (error) {
    if (!(error instanceof GraphRefused) || error.code === 'NOT_FOUND') throw error;
    return refusal(error);
  }
}

const STATUSES: Record<string, number> = {
  FORBIDDEN: 403,
  CONFLICT: 409,
  RATE_LIMITED: 429,
  BUSY: 503,
  UNAVAILABLE: 503,
  TIMEOUT: 503,
  INTERNAL_SERVER_ERROR: 500,
};
export const statusOf = ({ code }: GraphRefused): number => STATUSES[code] ?? 400;

function refusal(error: GraphRefused): Outcome {
  const isStale = error.code === 'CONFLICT' || error.wasSentBefore;
  const text = error.wasSentBefore ? SENT_BEFORE : error.code === 'CONFLICT' ? CHANGED : error.message;
  return { problems: [{ field: '', text }], status: error.wasSentBefore ? 409 : statusOf(error), isStale };
}

/** What the graph says is wrong, in the words of the form: by the labels that stand there, not the names of fields. */
function sayProblem<Answer>(form: Form<Answer>, { message, field }: UserProblem): Problem {
  const labels = form.labels ?? {};
  const text = message.replaceAll(/"([\w.]+)"/g, (quoted, name: string) => {
    const label = labels[name] ?? labels[name.split('.').at(-1)!];
    return label === undefined ? quoted : `“${label}”`;
  });
  return { field: form.fieldOf ? form.fieldOf(field) : (field[0] ?? ''), text };
}
