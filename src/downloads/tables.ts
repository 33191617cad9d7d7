import { getOperationAST, type GraphQLSchema, type OperationDefinitionNode, parse } from 'graphql';
import { type Column, Table } from './columns';
import { LICENCES, type Licence } from './licences';

interface TableDeclaration {
  /** Of its files: `councils` is councils.csv. */
  name: string;
  title: string;
  /** What its rows are; where not given, what the schema says of their type. */
  description?: string;
  /**
   * What it is in the graph. The selected fields are its columns, in that order, and the rows are the items of the
   * innermost list. `asOf: $asOf` is the moment of the publication.
   */
  query: string;
  /** The columns that tell its rows apart; none for rows that nothing tells apart. */
  key?: readonly string[];
  /** Columns that name a row of another table by its one key. */
  links?: Readonly<Record<string, string>>;
  /** None where none is recorded. */
  licences: readonly Licence[];
  /** Whether an earlier revision shows the rows of today, because the register does not keep their past. */
  hasNoPast?: boolean;
}

/** A table of every publication. */
export interface DownloadTable extends TableDeclaration {
  description: string;
  document: ReturnType<typeof parse>;
  table: Table;
  columns: readonly Column[];
}

const { OGL, OPL, CC_BY, MIT } = LICENCES;

/** What is selected of an observation where nobody says otherwise. */
export const OBSERVATION_COLUMNS = `indicator { code } area { code name kind } period { start end label } value lower upper unit
  marker missingReason note publication { revision } source licence`;

const RECOMMENDATIONS = 'recommendations(asOf: $asOf, filter: {})';
const PUBLICATIONS = 'changes(asOf: $asOf, sinceRevision: 0)';
const COUNCILS = 'councils(asOf: $asOf, filter: { isCurrent: null }, orderBy: { field: GSS_CODE })';
const ASSIGNMENT = 'recommendation { code } dutyBearer { code }';
const ASSIGNMENT_LINKS = { recommendation_code: 'recommendations', duty_bearer_code: 'organisations' };

/** Everything that a publication is downloaded as. A table here is in every format, in all metadata and in the docs. */
const DECLARATIONS: readonly TableDeclaration[] = [
  {
    name: 'areas',
    title: 'Areas',
    description:
      'Every area that figures are about: England, regions, police force areas, strategic authorities and councils.',
    query: '{ areas(asOf: $asOf, orderBy: { field: CODE }) { nodes { code name kind } } }',
    key: ['code'],
    licences: [OGL, CC_BY],
  },
  {
    name: 'councils',
    title: 'Councils',
    query: `{ ${COUNCILS} { nodes { gssCode name officialName type isCurrent startedOn endedOn
      region { code } policeForce { code } county { code } strategicAuthority { code } squareKilometres latitude longitude } } }`,
    key: ['gss_code'],
    links: {
      gss_code: 'areas',
      region_code: 'areas',
      police_force_code: 'areas',
      county_code: 'councils',
      strategic_authority_code: 'areas',
    },
    licences: [OGL, CC_BY],
  },
  {
    name: 'former_codes',
    title: 'Former codes of councils',
    description: 'GSS codes that councils had before the one they have; publishers mix old and new.',
    query: `{ ${COUNCILS} { nodes { council_code: gssCode former_code: formerGssCodes } } }`,
    key: ['former_code'],
    links: { council_code: 'councils' },
    licences: [OGL, CC_BY],
    hasNoPast: true,
  },
  {
    name: 'successions',
    title: 'Successions of councils',
    description: 'Which council took over from which.',
    query: `{ ${COUNCILS} { nodes { predecessor_code: gssCode successors { successor_code: gssCode } } } }`,
    key: ['predecessor_code', 'successor_code'],
    links: { predecessor_code: 'councils', successor_code: 'councils' },
    licences: [CC_BY],
    hasNoPast: true,
  },
  {
    name: 'statistical_neighbours',
    title: 'Statistical neighbours of councils',
    description:
      'The councils most like each council; those of a council stand one after the other, the most alike first.',
    query: `{ ${COUNCILS} { nodes { council_code: gssCode neighbours { neighbour_code: gssCode } } } }`,
    key: ['council_code', 'neighbour_code'],
    links: { council_code: 'councils', neighbour_code: 'councils' },
    licences: [OGL],
    hasNoPast: true,
  },
  {
    name: 'organisations',
    title: 'Organisations',
    query:
      '{ organisations(asOf: $asOf, filter: {}, orderBy: { field: CODE }) { nodes { code name kind note isCurrent council { gssCode } policeForce { code } } } }',
    key: ['code'],
    links: { council_gss_code: 'councils', police_force_code: 'areas' },
    licences: [MIT],
  },
  {
    name: 'strategic_objectives',
    title: 'Strategic objectives',
    query: '{ strategicObjectives(asOf: $asOf) { nodes { code title summary } } }',
    key: ['code'],
    licences: [MIT],
  },
  {
    name: 'strategic_priorities',
    title: 'Strategic priorities',
    query: '{ strategicPriorities(asOf: $asOf) { nodes { code title summary objective { code } } } }',
    key: ['code'],
    links: { objective_code: 'strategic_objectives' },
    licences: [MIT],
  },
  {
    name: 'recommendations',
    title: 'Recommendations',
    query: `{ ${RECOMMENDATIONS} { nodes { code title summary kind parent { code } dueOn recurrence } } }`,
    key: ['code'],
    links: { parent_code: 'recommendations' },
    licences: [MIT],
  },
  {
    name: 'recommendation_priorities',
    title: 'Recommendations and priorities',
    description: 'Which recommendation serves which strategic priority: an editorial mapping.',
    query: `{ ${RECOMMENDATIONS} { nodes { recommendation_code: code priorities { priority_code: code } } } }`,
    key: ['recommendation_code', 'priority_code'],
    links: { recommendation_code: 'recommendations', priority_code: 'strategic_priorities' },
    licences: [MIT],
    hasNoPast: true,
  },
  {
    name: 'recommendation_addressees',
    title: 'Recommendations and addressees',
    description: 'Whom each recommendation names: an organisation, or every organisation of a kind.',
    query: `{ ${RECOMMENDATIONS} { nodes { recommendation_code: code addressees {
      addressee_code: code addressee_name: name organisation { code } organisationKind } } } }`,
    key: ['recommendation_code', 'addressee_code'],
    links: { recommendation_code: 'recommendations', organisation_code: 'organisations' },
    licences: [MIT],
    hasNoPast: true,
  },
  {
    name: 'assignments',
    title: 'Assignments: who must act, and what they say',
    query: `{ ${RECOMMENDATIONS} { nodes { assignments(filter: {}) { nodes { ${ASSIGNMENT} response responseRationale reported
      deliveryStatus selfRatedRag verifiedRag dueOn originalDueOn id } } } } }`,
    key: ['recommendation_code', 'duty_bearer_code'],
    links: ASSIGNMENT_LINKS,
    licences: [],
  },
  {
    name: 'assignment_due_date_changes',
    title: 'Changed due dates of assignments',
    query: `{ ${RECOMMENDATIONS} { nodes { assignments(filter: {}) { nodes { ${ASSIGNMENT} dueDateChanges {
      formerDueOn newDueOn reason requestedBy { code } approvedBy { code } publication { revision } } } } } } }`,
    links: {
      ...ASSIGNMENT_LINKS,
      requested_by_code: 'organisations',
      approved_by_code: 'organisations',
      publication_revision: 'publications',
    },
    licences: [],
  },
  {
    name: 'published_activities',
    title: 'What bodies have published of their own work',
    query: `{ ${RECOMMENDATIONS} { nodes { assignments(filter: {}) { nodes { ${ASSIGNMENT}
      publishedActivities { title year stage summary source } } } } } }`,
    key: ['recommendation_code', 'duty_bearer_code', 'title'],
    links: ASSIGNMENT_LINKS,
    licences: [MIT],
    hasNoPast: true,
  },
  {
    name: 'actions',
    title: 'The action plan',
    query: `{ actions(asOf: $asOf, filter: {}) { nodes { code title summary owner { code } deliveryStatus percentComplete
      selfRatedRag verifiedRag startsOn dueOn originalDueOn id } } }`,
    key: ['code'],
    links: { owner_code: 'organisations' },
    licences: [],
  },
  {
    name: 'action_priorities',
    title: 'Actions and priorities',
    description: 'Which action serves which strategic priority.',
    query: '{ actions(asOf: $asOf, filter: {}) { nodes { action_code: code priorities { priority_code: code } } } }',
    key: ['action_code', 'priority_code'],
    links: { action_code: 'actions', priority_code: 'strategic_priorities' },
    licences: [],
  },
  {
    name: 'action_recommendations',
    title: 'Actions and recommendations',
    description: 'Which action delivers which recommendation.',
    query:
      '{ actions(asOf: $asOf, filter: {}) { nodes { action_code: code recommendations { recommendation_code: code } } } }',
    key: ['action_code', 'recommendation_code'],
    links: { action_code: 'actions', recommendation_code: 'recommendations' },
    licences: [],
  },
  {
    name: 'action_due_date_changes',
    title: 'Changed due dates of actions',
    query: `{ actions(asOf: $asOf, filter: {}) { nodes { action_code: code dueDateChanges {
      formerDueOn newDueOn reason requestedBy { code } approvedBy { code } publication { revision } } } } }`,
    links: {
      action_code: 'actions',
      requested_by_code: 'organisations',
      approved_by_code: 'organisations',
      publication_revision: 'publications',
    },
    licences: [],
  },
  {
    name: 'milestones',
    title: 'Milestones of actions',
    query: `{ actions(asOf: $asOf, filter: {}) { nodes { milestones {
      code action { code } title dueOn originalDueOn completedOn id } } } }`,
    key: ['code'],
    links: { action_code: 'actions' },
    licences: [],
  },
  {
    name: 'published_updates',
    title: 'Progress as reported and published',
    query: `{ ${PUBLICATIONS} { nodes { publishedUpdates { nodes { id publication { revision } assignment { ${ASSIGNMENT} }
      action { code } periodStart periodEnd deliveryStatus percentComplete selfRatedRag nothingToReport summary
      corrects { id } } } } } }`,
    key: ['id'],
    links: {
      publication_revision: 'publications',
      assignment_recommendation_code: 'recommendations',
      assignment_duty_bearer_code: 'organisations',
      action_code: 'actions',
      corrects_id: 'published_updates',
    },
    licences: [],
  },
  {
    name: 'published_evidence',
    title: 'Evidence of published updates',
    query: `{ ${PUBLICATIONS} { nodes { publishedUpdates { nodes { update_id: id evidence { title kind url datedOn } } } } } }`,
    links: { update_id: 'published_updates' },
    licences: [],
  },
  {
    name: 'published_verifications',
    title: 'What the Office found of published updates',
    query: `{ ${PUBLICATIONS} { nodes { verifications { publishedUpdate { id } verdict verifiedRag evidenceStrength
      publication { revision } } } } }`,
    links: { published_update_id: 'published_updates', publication_revision: 'publications' },
    licences: [],
  },
  {
    name: 'council_assessments',
    title: 'Published assessments of councils',
    query: `{ councilAssessments(asOf: $asOf, filter: {}) { nodes { id council { gssCode } year criteriaSet { version }
      replyDueOn reply { text submittedAt } publication { revision } } } }`,
    key: ['id'],
    links: { council_gss_code: 'councils', publication_revision: 'publications' },
    licences: [],
  },
  {
    name: 'council_assessment_findings',
    title: 'Findings of published assessments',
    query: `{ councilAssessments(asOf: $asOf, filter: {}) { nodes { assessment_id: id findings {
      criterion { code title } finding summary } } } }`,
    key: ['assessment_id', 'criterion_code'],
    links: { assessment_id: 'council_assessments' },
    licences: [],
  },
  {
    name: 'indicators',
    title: 'Indicators',
    query: `{ indicators(asOf: $asOf, filter: {}, orderBy: { field: CODE }) { nodes { code name domain description unit direction
      source licence limitations derived collectedByReturn countsPeople } } }`,
    key: ['code'],
    licences: [MIT],
  },
  {
    name: 'observations',
    title: 'Observations: the figures, and why there is none',
    query: `{ observations(asOf: $asOf, filter: { missing: INCLUDE }) { nodes { ${OBSERVATION_COLUMNS} } } }`,
    key: ['indicator_code', 'area_code', 'period_start', 'period_end'],
    links: { indicator_code: 'indicators', area_code: 'areas', publication_revision: 'publications' },
    licences: [OGL, OPL],
  },
  {
    name: 'observation_revisions',
    title: 'What observations said before they were revised',
    query: `{ observations(asOf: $asOf, filter: { missing: INCLUDE }) { nodes { indicator { code } area { code }
      period { start end } revisions { value lower upper marker note publication { revision }
      replacedBy { revision } } } } }`,
    links: {
      indicator_code: 'indicators',
      area_code: 'areas',
      publication_revision: 'publications',
      replaced_by_revision: 'publications',
    },
    licences: [OGL, OPL],
  },
  {
    name: 'publications',
    title: 'Publications',
    query: `{ ${PUBLICATIONS} { nodes { revision kind title publishedAt } } }`,
    key: ['revision'],
    licences: [MIT],
  },
  {
    name: 'record_changes',
    title: 'What each publication did to the records of the register',
    query: `{ ${PUBLICATIONS} { nodes { recordChanges { nodes { publication { revision } kind recordType recordId
      organisation { code } } } } } }`,
    key: ['publication_revision', 'record_type', 'record_id'],
    links: { publication_revision: 'publications', organisation_code: 'organisations' },
    licences: [MIT],
  },
];

/** The tables of every publication, as the public view of the graph has them. */
export function downloadTables(publicView: GraphQLSchema): DownloadTable[] {
  return DECLARATIONS.map((declaration) => {
    const document = parse(`query ($asOf: DateTimeISO) ${declaration.query}`);
    const operation = getOperationAST(document) as OperationDefinitionNode;
    const table = new Table(publicView, document, operation);
    const description = declaration.description ?? table.rowType!.description ?? '';
    return { ...declaration, description, document, table, columns: table.columns };
  });
}
