import {
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { VIEWS } from '../../src/graph/audience';
import { buildGraph } from '../../src/graph/schema';
import { ASSESSED_YEARS } from './unpublished-assessments';
import { OWNERS } from './unpublished-world';

/** Arguments for fields that need some, or that show more with some. */
const ARGUMENTS: Record<string, string> = {
  'Query.stateOfCohesion': '(year: 2025)',
  'Council.comparison': '(indicator: "wellbeing_anxiety")',
  'Query.action': '(code: "A1")',
  // On every type that has them.
  '*.progressBy': '(group: REGION)',
  '*.progressOverTime': '(from: "2026-01-01", to: "2026-03-31")',
  'Query.area': '(code: "E08000004")',
  'Query.changes': '(sinceRevision: 0)',
  'Query.council': '(gssCode: "E08000004")',
  'Query.councilAssessment': '(gssCode: "E08000004", year: 2026)',
  'Query.indicator': '(code: "wellbeing_anxiety")',
  'Query.node': `(id: "${Buffer.from('Council:E08000004').toString('base64url')}")`,
  'Query.organisation': '(code: "E08000004")',
  'Query.recommendation': '(code: "12a")',
  'Query.strategicPriority': '(code: "2a")',
};

export function argumentsOf(typeName: string, field: GraphQLField<unknown, unknown>): string {
  const given = ARGUMENTS[`${typeName}.${field.name}`] ?? ARGUMENTS[`*.${field.name}`];
  if (given === undefined && field.args.some(isRequiredArgument)) {
    throw new Error(`Add arguments for ${typeName}.${field.name} to the sweep.`);
  }
  return given ?? '';
}

/** A way from the root to each object type: the fields to go through, by the name of the type. */
export function waysTo(schema: GraphQLSchema): Map<string, { coordinate: string; text: string }[]> {
  const query = schema.getQueryType()!;
  // Payloads of mutations have no way from a query: test/writes tries mutations.
  const ways = new Map<string, { coordinate: string; text: string }[]>([[query.name, []]]);
  const queue: GraphQLObjectType[] = [query];
  for (let type = queue.shift(); type; type = queue.shift()) {
    for (const field of Object.values(type.getFields())) {
      const target = getNamedType(field.type);
      const targets = isAbstractType(target) ? schema.getPossibleTypes(target) : isObjectType(target) ? [target] : [];
      for (const next of targets) {
        if (ways.has(next.name)) continue;
        const fragment = isAbstractType(target) ? ` { ... on ${next.name}` : '';
        const step = {
          coordinate: `${type.name}.${field.name}`,
          text: field.name + argumentsOf(type.name, field) + fragment,
        };
        ways.set(next.name, [...ways.get(type.name)!, step]);
        queue.push(next);
      }
    }
  }
  return ways;
}

export function wrap(way: { text: string }[], selection: string): string {
  const opened = way.reduce((count, { text }) => count + (text.includes('{ ... on') ? 2 : 1), 0);
  return `{ ${way.map(({ text }) => `${text} { `).join('')}${selection}${' }'.repeat(opened)} }`;
}

/**
 * Everything that a type offers: its own fields, and those of what it leads to. Deeper only where that is restricted, as
 * what is everyone's leads everywhere. Never back into a type it came through.
 */
export function everythingUnder(schema: GraphQLSchema, typeName: string, depth = 1, through: string[] = []): string {
  const type = schema.getType(typeName);
  if (!isObjectType(type) && !isInterfaceType(type)) return '__typename';
  const { audiences } = buildGraph();
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const target = getNamedType(field.type);
    if (isLeafType(target)) return [field.name + argumentsOf(typeName, field)];
    const restricted = audiences.get(`${typeName}.${field.name}`)!.length < VIEWS.length;
    if ((depth === 0 && !restricted) || through.includes(target.name) || field.args.some(isRequiredArgument)) return [];
    const size = field.args.some(({ name }) => name === 'first') ? '(first: 10)' : '';
    const below = everythingUnder(schema, target.name, restricted ? depth : depth - 1, [...through, typeName]);
    return [`${field.name}${size} { ${below} }`];
  });
  return ['__typename', ...fields].join(' ');
}

/** Queries that go where unpublished work is, by every way there is: roots, nesting, node, aliases, fragments, filters. */
export function sweepQueries(schema: GraphQLSchema, updateKeys: string[], noticeIds: string[]): string[] {
  const id = (key: string): string => Buffer.from(key).toString('base64url');
  const everything = (typeName: string): string => everythingUnder(schema, typeName);
  const assignment = everything('Assignment');
  const organisations = Object.entries(OWNERS);
  const queries = [
    ...organisations.map(
      ([code]) =>
        `{ organisation(code: "${code}") { assignments(first: 100) { totalCount edges { cursor node { ${assignment} } } } } }`,
    ),
    ...organisations
      .filter(([code]) => /^E\d/.test(code))
      .flatMap(([code]) => [
        `{ council(gssCode: "${code}") { assignments(first: 100) { nodes { ${assignment} } } } }`,
        `{ area(code: "${code}") { ... on Council { organisation { assignments { nodes { ${assignment} } } } } } }`,
        `{ council(gssCode: "${code}") { assessments { totalCount nodes { ${everything('PublishedAssessment')} } } } }`,
        ...Object.values(ASSESSED_YEARS).map(
          (year) =>
            `{ councilAssessment(gssCode: "${code}", year: ${year}) { ${everything('Assessment')} findings { evidence { title url datedOn } } } }`,
        ),
      ]),
    ...['12a', '7b', '4'].map(
      (code) =>
        `{ recommendation(code: "${code}") { assignments(first: 100) { nodes { ${assignment} } } dutyBearers(first: 100) { nodes { code } } } }`,
    ),
    ...organisations.map(
      ([code, recommendation]) =>
        `{ node(id: "${id(`Assignment:${recommendation}:${code}`)}") { ... on Assignment { ${assignment} } } }`,
    ),
    // Under other names, and through fragments.
    `query Renamed { a: council(gssCode: "E08000004") { ...c } b: council(gssCode: "E06000021") { ... on Council { ...c } } }
     fragment c on Council { x: assignments { y: nodes { ...z } } } fragment z on Assignment { ${assignment} }`,
    ...organisations.map(
      ([code]) =>
        `{ organisation(code: "${code}") { assignments { nodes { publishedUpdates { nodes { summary periodStart } } } } } }`,
    ),
    `{ viewer { ${everything('Viewer')} } }`,
    `{ observations(first: 100, filter: { areas: ["E08000004"], from: "2040-01-01" }) { totalCount nodes { value } } }`,
    `{ recommendations(first: 100, orderBy: { field: DUE_ON }) { nodes { code assignments(first: 5, filter: { reported: true }) { totalCount } } } }`,
    '{ __schema { types { name description fields { name description args { name description } } inputFields { name description } enumValues { name description } } } }',
  ];
  if (schema.getType('ProgressUpdate')) {
    const update = everything('ProgressUpdate');
    const now = new Date().toISOString();
    queries.push(
      `{ progressUpdates(first: 100) { totalCount nodes { ${update} } } }`,
      `{ myTasks(first: 100) { totalCount nodes { ${everything('Task')} } } }`,
      `{ waitingResponses(first: 100) { totalCount nodes { ${everything('RecommendationResponse')} } } }`,
      // What is not published has no past.
      `{ recommendation(code: "12a", asOf: "${now}") { assignments(first: 100) { nodes { ${assignment} } } } }`,
      ...updateKeys.map(
        (key) => `{ node(id: "${id(`ProgressUpdate:${key}`)}") { __typename id ... on ProgressUpdate { ${update} } } }`,
      ),
      ...['DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'PUBLISHED', 'WITHDRAWN'].map(
        (status) =>
          `{ recommendation(code: "12a") { assignments(first: 100) { nodes { progressUpdates(filter: { statuses: [${status}] }) { totalCount nodes { ${update} } pageInfo { startCursor } } } } } }`,
      ),
    );
  }
  if (schema.getType('UnreleasedObservation')) {
    queries.push(`{ unreleasedObservations { totalCount nodes { ${everything('UnreleasedObservation')} } } }`);
  }
  if (schema.getType('DataReturn')) {
    queries.push(`{ dataReturns(first: 100) { totalCount nodes { ${everything('DataReturn')} } } }`);
  }
  const statuses = schema.getType('AssessmentStatus');
  if (isEnumType(statuses)) {
    const assessment = `${everything('CouncilAssessment')} findings { evidence { title url datedOn } }`;
    queries.push(
      `{ assessmentsInProgress(first: 100) { totalCount nodes { ${assessment} } } }`,
      ...statuses
        .getValues()
        .map(
          ({ name }) =>
            `{ assessmentsInProgress(first: 100, filter: { statuses: [${name}] }) { totalCount nodes { ${assessment} } } }`,
        ),
    );
  }
  if (schema.getType('NoticeSubscription')) {
    const notice = (name: string): string => `... on ${name} { ${everything(name)} }`;
    queries.push(
      `{ noticeSubscriptions { ${everything('NoticeSubscription')} } }`,
      ...noticeIds.map((key) => `{ node(id: "${id(key)}") { __typename ${notice(key.split(':')[0]!)} } }`),
    );
  }
  if (schema.getType('DeadNotice')) {
    queries.push(`{ deadNotices(first: 100) { totalCount nodes { ${everything('DeadNotice')} } } }`);
  }
  if (schema.getType('AuditEntry')) {
    queries.push(
      `{ auditTrail(first: 100, filter: { actions: ["canary-action"] }) { nodes { ${everything('AuditEntry')} } } }`,
    );
  }
  return queries;
}
