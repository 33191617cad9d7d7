import { ArgsType, Int } from 'type-graphql';
import { COUNCIL_AND_OFFICE, EVERYONE } from '../graph/audience';
import { connectionType } from '../graph/connection';
import { Field, InputType } from '../graph/declare';
import { List, type Parameters } from '../graph/list';
import { OrderDirection, orderType } from '../graph/order';
import { PageArguments } from '../graph/page';
import { AssessmentStatus, CouncilAssessment } from './council-assessment';
import { PublishedAssessment } from './published-assessment';

export enum AssessmentOrderField {
  YEAR = 'YEAR',
  COUNCIL = 'COUNCIL',
}

const AssessmentOrderBy = orderType('Assessment', 'assessments', AssessmentOrderField, {
  YEAR: 'By the year that is assessed, and in the order of publication within a year.',
  COUNCIL: 'By the name of the council, and by year within a council.',
});

@InputType({ audience: EVERYONE, description: 'Which published assessments a list has; all conditions must hold.' })
export class AssessmentFilter {
  @Field(() => [String], {
    nullable: true,
    audience: EVERYONE,
    description: 'Only of the councils with these GSS codes, former codes too.',
  })
  gssCodes?: string[] | null;

  @Field(() => [Int], { nullable: true, audience: EVERYONE, description: 'Only for these years.' })
  years?: number[] | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    audience: EVERYONE,
    description:
      'false: those that stand; true: those that a later one for the same council and year took the place of; null: both.',
  })
  replaced?: boolean | null;
}

@InputType({
  audience: COUNCIL_AND_OFFICE,
  description: 'Which assessments on their way to publication a list has; all conditions must hold.',
})
export class AssessmentInProgressFilter {
  @Field(() => [String], {
    nullable: true,
    audience: COUNCIL_AND_OFFICE,
    description: 'Only of the councils with these GSS codes, former codes too.',
  })
  gssCodes?: string[] | null;

  @Field(() => [Int], { nullable: true, audience: COUNCIL_AND_OFFICE, description: 'Only for these years.' })
  years?: number[] | null;

  @Field(() => [AssessmentStatus], {
    nullable: true,
    audience: COUNCIL_AND_OFFICE,
    description: 'Only those that stand here; those that are neither published nor given up where not given.',
  })
  statuses?: AssessmentStatus[] | null;
}

@ArgsType()
export class AssessmentListArguments extends PageArguments {
  @Field(() => AssessmentFilter, {
    nullable: true,
    audience: EVERYONE,
    description: 'Which assessments; all that stand where not given.',
  })
  filter?: AssessmentFilter | null;

  @Field(() => AssessmentOrderBy, {
    nullable: true,
    audience: EVERYONE,
    description: 'The order; the latest year first where not given.',
  })
  orderBy?: InstanceType<typeof AssessmentOrderBy> | null;
}

@ArgsType()
export class AssessmentInProgressListArguments extends PageArguments {
  @Field(() => AssessmentInProgressFilter, {
    nullable: true,
    audience: COUNCIL_AND_OFFICE,
    description: 'Which assessments; all in progress that you may see where not given.',
  })
  filter?: AssessmentInProgressFilter | null;

  @Field(() => AssessmentOrderBy, {
    nullable: true,
    audience: EVERYONE,
    description: 'The order; the latest year first where not given.',
  })
  orderBy?: InstanceType<typeof AssessmentOrderBy> | null;
}

const ofCouncilsAndYears = (
  table: string,
  { gssCodes, years }: AssessmentFilter | AssessmentInProgressFilter,
  parameters: Parameters,
): string[] => [
  ...(gssCodes
    ? [
        `${table}.organisation_id in (select council.id from organisation council
           join area_code on area_code.area_id = council.area_id where area_code.code = any(${parameters.add(gssCodes, 'text[]')}))`,
      ]
    : []),
  ...(years ? [`${table}.year = any(${parameters.add(years, 'int4[]')})`] : []),
];

const ordered = (table: string) => ({
  orderJoin: `left join organisation on organisation.id = ${table}.organisation_id`,
  orders: {
    YEAR: [
      { sql: `${table}.year`, type: 'int4' as const },
      { sql: `${table}.id`, type: 'int4' as const },
    ],
    COUNCIL: [
      { sql: 'organisation.name', type: 'text' as const },
      { sql: `${table}.year`, type: 'int4' as const },
      { sql: `${table}.id`, type: 'int4' as const },
    ],
  },
  defaultOrder: { field: AssessmentOrderField.YEAR, direction: OrderDirection.DESC },
});

const REPLACED = `exists (select from published_assessment later
  where later.organisation_id = published_assessment.organisation_id and later.year = published_assessment.year
    and later.id > published_assessment.id)`;

export const publishedAssessments = new List<PublishedAssessment, AssessmentFilter, AssessmentOrderField>({
  entity: PublishedAssessment,
  ...ordered('published_assessment'),
  defaultFilter: { replaced: false },
  filter: (filter, parameters) => [
    ...ofCouncilsAndYears('published_assessment', filter, parameters),
    ...(filter.replaced == null ? [] : [filter.replaced ? REPLACED : `not ${REPLACED}`]),
  ],
});

const IN_PROGRESS = [AssessmentStatus.DRAFT, AssessmentStatus.AWAITING_REPLY, AssessmentStatus.REPLIED];

export const assessmentsInProgress = new List<CouncilAssessment, AssessmentInProgressFilter, AssessmentOrderField>({
  entity: CouncilAssessment,
  ...ordered('council_assessment'),
  defaultFilter: {},
  filter: (filter, parameters) => [
    ...ofCouncilsAndYears('council_assessment', filter, parameters),
    `council_assessment.status = any(${parameters.add(filter.statuses ?? IN_PROGRESS, 'text[]')})`,
  ],
});

export const assessmentsOfCouncil = publishedAssessments.under({
  where: `published_assessment.organisation_id = (select council.id from organisation council where council.area_id = parent.key)`,
  keyType: 'int4',
});

export const assessmentsOfPublication = publishedAssessments.under({
  where: 'published_assessment.revision = parent.key',
  keyType: 'int4',
});

/** Those by which current councils fall short in the statutory duty test; it has no parent. */
export const insufficientAssessments = publishedAssessments.under({
  where: `published_assessment.id in
    (select standing.published_assessment_id from council_standing standing where standing.progress = 'INSUFFICIENT')`,
  keyType: 'int4',
});

export const PublishedAssessmentConnection = connectionType(
  () => PublishedAssessment,
  'PublishedAssessment',
  'published assessments',
);
export const CouncilAssessmentConnection = connectionType(
  () => CouncilAssessment,
  'CouncilAssessment',
  'assessments on their way to publication',
  COUNCIL_AND_OFFICE,
);
