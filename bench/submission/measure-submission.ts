import { settle } from '../database/bench-database';
import { ask, driveOnce } from '../load';
import type { MeasureOptions, QuestionResult } from '../measure';
import { inTurns } from '../rounds';
import type { ServerProcess } from '../servers/server-process';
import { countStatements, withStatements } from '../statements';
import { asMutation, asQuestion, findSubmitters, makeDrafts } from './drafts';
import type { BenchIssuer } from './issuer';
import type { Submission } from './limit-submission';
import { assertSameRows } from './written-rows';

/** Drafts for each second of a round: about what this server submits in one, so that rounds take about their time. */
const SUBMISSIONS = 300;

interface Parcel {
  headers?: Record<string, string>;
  body: object;
}

/** The register against the limit. Every submission is of a draft of its own, made beforehand. */
export async function measureSubmission(
  processes: ReadonlyMap<string, ServerProcess>,
  url: string,
  counts: string | undefined,
  issuer: BenchIssuer,
  { contenders, rounds, seconds }: MeasureOptions,
): Promise<QuestionResult> {
  const submitters = await findSubmitters(url, issuer);
  const address = (name: string): string => processes.get(name)!.address;
  const parcels: Record<'limit' | 'register', (draft: Submission) => Parcel> = {
    limit: asQuestion,
    register: (draft) => asMutation(draft, submitters),
  };
  const taking = (['limit', 'register'] as const).filter((name) => contenders.includes(name));
  if (taking.length === 2) {
    await assertSameRows(url, submitters, { register: address('register'), limit: address('limit') });
  }
  const submit = (name: (typeof taking)[number]) => async () => {
    const drafts = await makeDrafts(url, submitters, Math.round(SUBMISSIONS * seconds));
    return driveOnce(address(name), drafts.map(parcels[name]));
  };
  const statements = new Map<string, number | null>();
  for (const name of taking) {
    await submit(name)();
    if (counts === undefined) continue;
    const drafts = (await makeDrafts(url, submitters.slice(0, 1), 10)).map(parcels[name]);
    const send = (): Promise<unknown> => {
      const { headers, body } = drafts.pop()!;
      return ask({ url: address(name), ...(headers && { headers }), bodies: [] }, body);
    };
    statements.set(name, await countStatements(counts, 'oscdr_council', send));
  }
  const measured = await inTurns(rounds, new Map(taking.map((name) => [name, submit(name)])), () => settle(url));
  const title = 'a progress submission';
  return { name: 'F', title, levels: 0, bytes: 0, measured: withStatements(measured, statements), unanswered: {} };
}
