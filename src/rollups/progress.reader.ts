import type { Reads } from '../database/database';
import type { BatchRead, Context } from '../graph/context';
import type { CountedRows } from '../graph/reads';
import { Rag } from '../progress/rag';
import { DeliveryStatus, Response } from '../recommendations/assignment';
import { isOverdue } from '../recommendations/recommendation.reader';
import { type Progress, ProgressBasis, type ReportedCounts } from './progress';

/** What of the register a roll-up is about. Joined, and not looked for by each fact: that took seconds for a hundred. */
export interface Scope {
  /** SQL that joins members to `parent.key`, the key of what the roll-up stands on; empty where facts belong to it. */
  members: string;
  /** SQL on `fact`: which are a parent's, or a member's. */
  on: string;
  /** Whose progress it is: assignments, or one action. */
  of: 'assignment' | 'action';
}

const onAssignments = (members: string, on: string): Scope => ({ members, on, of: 'assignment' });
const OF_MEMBER = 'fact.recommendation_id = member.id';
const BY_MEMBER = 'fact.organisation_id = member.id';

export const SCOPES = {
  register: onAssignments('', 'true'),
  // A heading has no duty bearers of its own; what it heads has.
  recommendation: onAssignments(
    `left join lateral (select part.id from recommendation part
      left join recommendation heading on heading.id = part.parent_id and heading.kind = 'GROUP'
      where part.id = parent.key or heading.id = parent.key) member on true`,
    OF_MEMBER,
  ),
  priority: onAssignments(
    `left join lateral (select recommendation_id as id from recommendation_priority
      where priority_id = parent.key) member on true`,
    OF_MEMBER,
  ),
  objective: onAssignments(
    `left join lateral (select distinct recommendation_id as id from recommendation_priority
      join strategic_priority on strategic_priority.id = priority_id where objective_id = parent.key) member on true`,
    OF_MEMBER,
  ),
  organisation: onAssignments('', 'fact.organisation_id = parent.key'),
  area: onAssignments('left join organisation member on member.area_id = parent.key', BY_MEMBER),
  region: onAssignments(
    `left join lateral (select organisation.id from organisation join area on area.id = organisation.area_id
      where area.region_id = parent.key) member on true`,
    BY_MEMBER,
  ),
  action: { members: '', on: 'fact.id = parent.key', of: 'action' },
} satisfies Record<string, Scope>;

/** Which facts are counted, and of submitted work whose. */
export interface Sight {
  basis: ProgressBasis;
  /** Councils see their own alone. Said here as well as by the row policies: either is enough. */
  ownOnly: boolean;
}

const OWN = `and organisation_id = (select nullif(current_setting('oscdr.organisation', true), '')::int4)`;

/** The facts of each assignment or action. What is submitted covers what is published of the same period or an earlier one. */
export function factsOf({ of }: Scope, { basis, ownOnly }: Sight): string {
  const submitted = basis === ProgressBasis.SUBMITTED;
  const own = ownOnly ? OWN : '';
  const published = `exists (select from published_update where published_update.${of}_id = ${of}.id)`;
  const status =
    of === 'assignment' ? 'assignment.delivery_status' : `case when ${published} then action.delivery_status end`;
  const columns = [
    `${of}.id`,
    of === 'assignment' ? 'assignment.recommendation_id' : 'null::int4 as recommendation_id',
    `${of}.organisation_id, ${of}.verified_rag, ${of}.due_on, ${of}.original_due_on`,
    ...(submitted
      ? [
          `coalesce(report.delivery_status, ${status}) as delivery_status`,
          `coalesce(report.self_rated_rag, ${of}.self_rated_rag) as self_rated_rag`,
        ]
      : [`${status} as delivery_status`, `${of}.self_rated_rag`]),
    of === 'action'
      ? `'NO_RESPONSE' as response`
      : submitted
        ? 'coalesce(answer.response, assignment.response) as response'
        : 'assignment.response',
  ];
  const reports = `left join (select distinct on (${of}_id) ${of}_id, delivery_status, self_rated_rag
    from progress_update where status in ('SUBMITTED', 'APPROVED') and ${of}_id is not null ${own}
      and not exists (select from published_update later where later.${of}_id = progress_update.${of}_id
        and later.period_end > progress_update.period_end)
    order by ${of}_id, period_end desc, id desc) report on report.${of}_id = ${of}.id`;
  const answers = `left join (select distinct on (assignment_id) assignment_id, response from recommendation_response
    where status = 'SUBMITTED' ${own} order by assignment_id, id desc) answer on answer.assignment_id = assignment.id`;
  const joins = submitted ? [reports, ...(of === 'assignment' ? [answers] : [])] : [];
  return `select ${columns.join(', ')} from ${of} ${joins.join(' ')}`;
}

const RATED = `'{RED,AMBER_RED,AMBER,AMBER_GREEN,GREEN}'::text[]`;
const SLIP = 'fact.due_on - fact.original_due_on';

const countOf = (condition: string, name: string): string => `count(*) filter (where ${condition})::int4 as "${name}"`;
const countsOf = (column: string, values: object): string[] =>
  Object.keys(values).map((value) => countOf(`fact.${column} = '${value}'`, `${column} ${value}`));

const REPORTED = ['count(fact.id)::int4 as "dutyBearers"', 'count(fact.delivery_status)::int4 as reported'];
const BY_STATUS = countsOf('delivery_status', DeliveryStatus);
/** What is counted besides, by the field that tells it. */
const FURTHER_COUNTS: Record<string, string[]> = {
  byDeliveryStatus: BY_STATUS,
  byResponse: countsOf('response', Response),
  byVerifiedRag: countsOf('verified_rag', Rag),
  overdue: [countOf(isOverdue('fact'), 'overdue')],
  slipped: [countOf(`${SLIP} > 0`, 'slipped')],
  medianDaysSlipped: [
    `percentile_cont(0.5) within group (order by ${SLIP}) filter (where ${SLIP} > 0) as "medianDaysSlipped"`,
  ],
  selfRatedAboveVerified: [
    countOf(
      `array_position(${RATED}, fact.self_rated_rag) > array_position(${RATED}, fact.verified_rag)`,
      'selfRatedAboveVerified',
    ),
  ],
  lastReportedAt: ['max(reported.published_at) as "lastReportedAt"'],
};

/** The fields of a roll-up that a query asks for: what nobody asks for is not counted. */
export type Asked = readonly string[];

/** Of all names that are asked for anywhere below a field, those that have to be counted. */
export const askedOf = (names: ReadonlySet<string>): Asked =>
  Object.keys(FURTHER_COUNTS).filter((name) => names.has(name));

const counted = (asked: Asked): string => [...REPORTED, ...asked.flatMap((name) => FURTHER_COUNTS[name]!)].join(', ');

/** When a report on each fact was last published, as `reported`. */
export const lastReports = ({ of }: Scope): string => `left join (select ${of}_id, max(published_at) as published_at
  from published_update join publication using (revision) group by ${of}_id) reported on reported.${of}_id = fact.id`;

/** A row of counts, by their names. */
type CountRow = object;

interface Row extends CountRow {
  position: string;
  medianDaysSlipped: number | null;
  lastReportedAt: Date | null;
}

/** The counts of a row. Lists of them are made for those who ask, because most ask for a number or two. */
class Counted implements ReportedCounts {
  constructor(private readonly row: CountRow) {}

  protected count(name: string): number {
    return (this.row as Record<string, number>)[name]!;
  }

  get dutyBearers(): number {
    return this.count('dutyBearers');
  }

  get reported(): number {
    return this.count('reported');
  }

  get notReported(): number {
    return this.dutyBearers - this.reported;
  }

  get byDeliveryStatus(): ReportedCounts['byDeliveryStatus'] {
    const reported = Object.values(DeliveryStatus).map((deliveryStatus) => ({
      deliveryStatus,
      count: this.count(`delivery_status ${deliveryStatus}`),
    }));
    return [...reported, { deliveryStatus: null, count: this.notReported }];
  }
}

class RolledUp extends Counted implements Progress {
  readonly basis: ProgressBasis;
  readonly medianDaysSlipped: number | null;
  readonly lastReportedAt: Date | null;

  constructor(
    row: Row,
    readonly place: Progress['place'],
  ) {
    super(row);
    this.basis = place.sight.basis;
    this.medianDaysSlipped = row.medianDaysSlipped;
    this.lastReportedAt = row.lastReportedAt;
  }

  get byResponse(): Progress['byResponse'] {
    return Object.values(Response).map((response) => ({ response, count: this.count(`response ${response}`) }));
  }

  get byVerifiedRag(): Progress['byVerifiedRag'] {
    return Object.values(Rag).map((rag) => ({ rag, count: this.count(`verified_rag ${rag}`) }));
  }

  get overdue(): number {
    return this.count('overdue');
  }

  get slipped(): number {
    return this.count('slipped');
  }

  get selfRatedAboveVerified(): number {
    return this.count('selfRatedAboveVerified');
  }
}

/** The counts of a roll-up that are one number each, in SQL. */
const NUMBERS: Record<string, string> = {
  dutyBearers: REPORTED[0]!,
  reported: REPORTED[1]!,
  notReported: countOf('fact.id is not null and fact.delivery_status is null', 'notReported'),
  ...Object.fromEntries(
    ['overdue', 'slipped', 'medianDaysSlipped', 'selfRatedAboveVerified'].map((name) => [
      name,
      FURTHER_COUNTS[name]![0]!,
    ]),
  ),
};

interface RollUp {
  /** What of a parent the rows are told apart by. */
  by: string;
  columns: readonly string[];
  /** SQL of a table `parent` with a `key`. */
  parents: string;
  join?: string;
}

/** SQL: a row of counts for each parent. */
const rollUp = (scope: Scope, sight: Sight, { by, columns, parents, join = '' }: RollUp): string =>
  `with fact as materialized (${factsOf(scope, sight)})
   select ${[by, ...columns].join(', ')} from ${parents} ${scope.members}
   left join fact on ${scope.on} ${join} group by ${by}`;

/** The same numbers, for the rows that a query finds and in its statement. */
export const countedOf = (scope: Scope, sightOf: (context: Context, args: object) => Sight): CountedRows => ({
  columns: Object.keys(NUMBERS),
  sql: (context, args, names, parents) =>
    rollUp(scope, sightOf(context, args), {
      by: 'parent.key',
      columns: names.map((name) => NUMBERS[name]!),
      parents,
    }),
});

/** Rolls progress up for each key of a scope: one statement, however many there are. */
export function progressOf(scope: Scope, sight: Sight, asked: Asked): BatchRead<number, Progress> {
  return async (database: Reads, keys: readonly number[]) => {
    const rows = await database.rows<Row>(
      `${rollUp(scope, sight, {
        by: 'parent.position',
        columns: [counted(asked)],
        parents: 'unnest($1::int4[]) with ordinality as parent(key, position)',
        join: asked.includes('lastReportedAt') ? lastReports(scope) : '',
      })} order by parent.position`,
      [keys],
    );
    return rows.map((row, index) => new RolledUp(row, { scope, sight, key: keys[index]! }));
  };
}

/** What roll-ups are grouped by: SQL for the key and the label of a group, and what it needs to join. */
export interface Grouping {
  key: string;
  label: string;
  join: string;
  /** Whether it needs when each was last reported on. */
  byReport?: boolean;
}

export interface GroupRow {
  key: string | null;
  label: string;
  progress: Progress;
}

interface GroupedRow extends Row {
  key: string | null;
  label: string | null;
}

/** The same by groups. Assignments that belong to no group stand under a null key, so nothing is left out. */
export function progressByGroup(
  scope: Scope,
  sight: Sight,
  grouping: Grouping,
  asked: Asked,
): BatchRead<number, GroupRow[]> {
  const needsReports = grouping.byReport || asked.includes('lastReportedAt');
  return async (database: Reads, keys: readonly number[]) => {
    const rows = await database.rows<GroupedRow>(
      `with fact as materialized (${factsOf(scope, sight)})
       select parent.position, ${grouping.key} as key, ${grouping.label} as label, ${counted(asked)}
       from unnest($1::int4[]) with ordinality as parent(key, position) ${scope.members}
       join fact on ${scope.on} ${grouping.join} ${needsReports ? lastReports(scope) : ''}
       group by parent.position, 2, 3 order by parent.position, 2 nulls last`,
      [keys],
    );
    const grouped = keys.map((): GroupRow[] => []);
    for (const row of rows) {
      grouped[Number(row.position) - 1]!.push({
        key: row.key,
        label: row.label ?? 'None',
        progress: new RolledUp(row, { scope, sight, key: keys[Number(row.position) - 1]!, grouping, group: row.key }),
      });
    }
    return grouped;
  };
}

export class SeriesRow extends Counted {
  readonly on: string;
  readonly revision: number;

  constructor(row: { on: string; revision: number }) {
    super(row);
    this.on = row.on;
    this.revision = row.revision;
  }
}

/**
 * Published progress at the end of each of some days, from the versions that the register keeps of assignments. What was
 * counted on a day is what had been published by its end, in London.
 */
export function progressOnDays(scope: Scope, days: readonly string[]): BatchRead<number, SeriesRow[]> {
  return async (database: Reads, keys: readonly number[]) => {
    const rows = await database.rows<{ position: string; on: string; revision: number }>(
      `with day as materialized (
         select ends.day, (select coalesce(max(revision), 0) from publication
           where published_at < (ends.day + 1)::timestamp at time zone 'Europe/London') as revision
         from unnest($2::date[]) as ends(day)),
       fact as materialized (
         select day.day, version.record_id as id, (version.content ->> 'recommendation_id')::int4 as recommendation_id,
           (version.content ->> 'organisation_id')::int4 as organisation_id,
           version.content ->> 'delivery_status' as delivery_status
         from day join record_version version on version.table_name = 'assignment' and version.kind <> 'REMOVED'
           and version.revision <= day.revision
           and (version.until_revision is null or version.until_revision > day.revision))
       select parent.position, day.day as "on", day.revision, ${[...REPORTED, ...BY_STATUS].join(', ')}
       from unnest($1::int4[]) with ordinality as parent(key, position) ${scope.members} cross join day
       left join fact on fact.day = day.day and ${scope.on}
       group by parent.position, day.day, day.revision order by parent.position, day.day`,
      [keys, days],
    );
    const grouped = keys.map((): SeriesRow[] => []);
    for (const row of rows) {
      grouped[Number(row.position) - 1]!.push(new SeriesRow(row));
    }
    return grouped;
  };
}
