/** What the reports ask of the public graph. Anybody can ask the same. */

const INDICATOR = `indicator { code name domain description unit direction source licence limitations derived }`;
const OBSERVATION = `{ value lower upper marker note period { label start end } }`;
const POINTS = `series { value lower upper derived period { label start end } }`;
const CHANGE = `change { verdict reason difference derived from { period { label start end } } }`;
const DISTRIBUTION = `distribution { count minimum lowerQuartile median upperQuartile maximum period { label start end } }`;
const PROGRESS = `progress { dutyBearers reported notReported overdue lastReportedAt
  byDeliveryStatus { deliveryStatus count } byResponse { response count } byVerifiedRag { rag count } }`;
const COUNTS = `dutyBearers reported notReported`;

export const STATE = `query StateOfCohesion($year: Int!) {
  stateOfCohesion(year: $year) {
    year isComplete figuresUntil progressOn progressAsOf registerSince
    progress { revision ${COUNTS} }
    councils { councils reported notReported }
    domains {
      domain
      indicators {
        ${INDICATOR} england ${OBSERVATION} ${CHANGE} ${POINTS}
        distributions { type ${DISTRIBUTION} }
        councilsWithFigure councilsWithoutFigure
      }
    }
  }
}`;

export const NATIONAL = `query National($asOf: DateTimeISO) {
  register(asOf: $asOf) { revision publishedAt ${PROGRESS} progressBy(group: REGION) { key label progress { ${COUNTS} } } }
  gaps(asOf: $asOf) {
    prioritiesWithoutLiveAction(first: 100) { nodes { code title } }
    recommendationsWithoutResponse { totalCount }
    recommendationsWithoutReport { totalCount }
  }
}`;

// Few at a time: looking at the past takes longer for each recommendation, and a statement has a limit.
export const RECOMMENDATIONS = `query Recommendations($after: String, $asOf: DateTimeISO) {
  page: recommendations(first: 3, after: $after, filter: { kinds: [RECOMMENDATION] }, asOf: $asOf) {
    nodes { code title dueOn ${PROGRESS} }
    pageInfo { endCursor hasNextPage }
  }
}`;

export const COUNCILS = `query Councils($after: String, $asOf: DateTimeISO) {
  page: organisations(first: 100, after: $after, filter: { kinds: [COUNCIL] }, asOf: $asOf) {
    nodes { code council { name type region { name } } ${PROGRESS} }
    pageInfo { endCursor hasNextPage }
  }
}`;

export const COUNCIL = `query Council($gssCode: String!, $asOf: DateTimeISO) {
  register(asOf: $asOf) { revision publishedAt }
  council(gssCode: $gssCode, asOf: $asOf) {
    gssCode name officialName type isCurrent region { name } policeForce { name } county { name }
    successors { name gssCode }
    ${PROGRESS}
    assignments(first: 100) {
      nodes {
        recommendation { code title } response deliveryStatus selfRatedRag verifiedRag dueOn isOverdue
        publishedActivities { title summary year stage source }
      }
    }
  }
}`;

// Figures are those published now, of periods that had ended by then: no asOf, as in StateOfCohesion.
export const COMPARISONS = `query Comparisons($gssCode: String!, $until: LocalDate!) {
  council(gssCode: $gssCode) {
    comparisons(first: 100, until: $until) {
      nodes {
        ${INDICATOR} latest ${OBSERVATION} laterGap { missingReason period { label start end } } reason
        england { value } region { value }
        amongType { rank of order tiedWith reason ${DISTRIBUTION} }
        amongNeighbours { rank of order tiedWith reason ${DISTRIBUTION} }
        ${CHANGE} trend { direction } ${POINTS}
      }
    }
  }
}`;

export const REVISION = '{ register { revision } }';
