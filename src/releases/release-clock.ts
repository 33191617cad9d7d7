import { CouncilAssessment } from '../assessments/council-assessment';
import { publishAssessments } from '../assessments/publish-assessments';
import type { Database } from '../database/database';
import type { Viewer } from '../identity/viewer';
import { ViewerRole } from '../identity/viewer';
import type { Job } from '../notices/worker';
import { traced } from '../operations/tracing';
import { Organisation } from '../organisations/organisation';
import { publishUpdates } from '../progress/publish-updates';
import { ProgressUpdate } from '../progress/progress-update';
import { RecommendationResponse } from '../responses/recommendation-response';
import { publishResponses } from '../responses/response.service';
import { releaseFigures } from '../returns/release.service';
import { inWrite, type Write } from '../writes/write';

/** What the register may publish by itself when its release time has come. */
interface Release {
  action: string;
  typeName: string;
  /** What is due: SQL that follows `from`. */
  due: string;
  /** Publishes what is due and still there; answers what it was. */
  publish(write: Write): Promise<string[]>;
}

/** At most so many in one publication; what is left follows in the next. */
const MOST = 500;
const DUE = `release_at <= now()`;

const ASSESSMENTS_DUE = `council_assessment where status in ('AWAITING_REPLY', 'REPLIED') and ${DUE}`;

const RELEASES: readonly Release[] = [
  {
    action: 'releaseProgressUpdates',
    typeName: 'ProgressUpdate',
    due: `progress_update where status = 'APPROVED' and ${DUE}`,
    publish: async (write) => {
      const updates = await take<ProgressUpdate>(write, ProgressUpdate, RELEASES[0]!);
      if (updates.length > 0) await publishUpdates(write, updates);
      return updates.map(({ key }) => key);
    },
  },
  {
    action: 'releaseResponses',
    typeName: 'RecommendationResponse',
    due: `recommendation_response where status = 'SUBMITTED' and ${DUE}`,
    publish: async (write) => {
      const responses = await take<RecommendationResponse>(write, RecommendationResponse, RELEASES[1]!);
      if (responses.length > 0) await publishResponses(write, responses);
      return responses.map(({ key }) => key);
    },
  },
  {
    action: 'releaseFigures',
    typeName: 'Indicator',
    due: `unreleased_observation where ${DUE}`,
    publish: async (write) => {
      const figures = await write.rows<{ id: number; code: string }>(
        `select unreleased_observation.id, indicator.code from unreleased_observation
         join indicator on indicator.id = indicator_id where ${DUE} for update of unreleased_observation skip locked`,
      );
      const codes = [...new Set(figures.map(({ code }) => code))].sort();
      if (figures.length > 0) await releaseFigures(write, `Figures of ${codes.join(', ')}`, figures);
      return codes;
    },
  },
  {
    action: 'releaseAssessments',
    typeName: 'CouncilAssessment',
    due: ASSESSMENTS_DUE,
    publish: async (write) => {
      const assessments = await take<CouncilAssessment>(write, CouncilAssessment, { due: ASSESSMENTS_DUE });
      if (assessments.length > 0) await publishAssessments(write, assessments);
      return assessments.map(({ key }) => key);
    },
  },
];

/** Locks what is due, passing over what another server or a person is busy with. */
function take<Row>(
  write: Write,
  entity: typeof ProgressUpdate | typeof RecommendationResponse | typeof CouncilAssessment,
  { due }: Pick<Release, 'due'>,
) {
  return write.rows<Row>(
    `select ${write.columns(entity)} from ${due} order by release_at, id limit ${MOST} for update skip locked`,
  );
}

/** Thrown to leave no trace of a release that had nothing left to do. */
class NothingDue extends Error {}

/** Looks for what is due every few seconds: so late may a release be. */
export const releaseClock = (database: Database): Job => ({
  name: 'release clock',
  everyMilliseconds: 5_000,
  run: async () => {
    await releaseDue(database);
  },
});

/**
 * Publishes all that is due, in the name of the Office: the releases of 09:30. Called every few seconds; any number of
 * servers may do so, each takes what no other has. Answers how many publications it made.
 */
export async function releaseDue(database: Database): Promise<number> {
  let made = 0;
  const failures: unknown[] = [];
  for (const release of RELEASES) {
    try {
      made += await releaseKind(database, release);
    } catch (error) {
      // What cannot be published does not hold up the others.
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return made;
}

async function releaseKind(database: Database, release: Release): Promise<number> {
  let made = 0;
  // Asked outside a transaction first: nearly always nothing is due.
  while (await isDue(database, release)) {
    try {
      await traced(release.action, () => publishDue(database, release));
      made += 1;
    } catch (error) {
      if (error instanceof NothingDue) break;
      throw error;
    }
  }
  return made;
}

async function publishDue(database: Database, release: Release): Promise<void> {
  await inWrite(database, await clockOf(database), release.action, {}, async (write) => {
    const released = await release.publish(write);
    if (released.length === 0) throw new NothingDue();
    write.did(release.typeName, released[0]!, { released });
  });
}

async function isDue(database: Database, { due }: Release): Promise<boolean> {
  const [row] = await database.rows<{ due: boolean }>(`select exists (select from ${due}) as due`);
  return row!.due;
}

/** Who the audit trail names: the Office, by its clock. */
async function clockOf(database: Database): Promise<Viewer> {
  const [organisation] = await database.rows<Organisation>(
    `select ${database.columns(Organisation)} from organisation where kind = 'OFFICE'`,
  );
  return { view: 'OFFICE', organisation: organisation!, roles: [ViewerRole.PUBLISHER], subject: 'release clock' };
}
