/** What the queries of the reports answer, in the words of the graph: see queries.ts. */

export interface Period {
  label: string;
  start: string;
  end: string;
}

export interface Point {
  period: Period;
  value: number;
  lower: number | null;
  upper: number | null;
  derived: boolean;
}

export interface Observation {
  value: number;
  lower: number | null;
  upper: number | null;
  marker: string | null;
  note: string | null;
  period: Period;
}

export interface Change {
  verdict: string;
  reason: string;
  difference: number | null;
  from: { period: Period } | null;
  derived: boolean;
}

export interface Distribution {
  period: Period;
  count: number;
  minimum: number;
  lowerQuartile: number;
  median: number;
  upperQuartile: number;
  maximum: number;
}

export interface Indicator {
  code: string;
  name: string;
  domain: string;
  description: string;
  unit: string;
  direction: string;
  source: string;
  licence: string;
  limitations: string | null;
  derived: boolean;
}

export interface IndicatorState {
  indicator: Indicator;
  england: Observation | null;
  change: Change;
  series: Point[];
  distributions: { type: string; distribution: Distribution }[];
  councilsWithFigure: number;
  councilsWithoutFigure: number;
}

export interface Counts {
  dutyBearers: number;
  reported: number;
  notReported: number;
}

export interface Progress extends Counts {
  overdue: number;
  lastReportedAt: string | null;
  byDeliveryStatus: { deliveryStatus: string | null; count: number }[];
  byResponse: { response: string; count: number }[];
  byVerifiedRag: { rag: string; count: number }[];
}

export interface State {
  year: number;
  isComplete: boolean;
  figuresUntil: string;
  progressOn: string;
  progressAsOf: string | null;
  registerSince: string | null;
  progress: Counts & { revision: number };
  councils: { councils: number; reported: number; notReported: number };
  domains: { domain: string; indicators: IndicatorState[] }[];
}

export interface CouncilRow {
  code: string;
  council: { name: string; type: string; region: { name: string } | null };
  progress: Progress;
}

export interface NationalAnswer {
  register: {
    revision: number;
    publishedAt: string | null;
    progress: Progress;
    progressBy: { key: string | null; label: string; progress: Counts }[];
  };
  gaps: {
    prioritiesWithoutLiveAction: { nodes: { code: string; title: string }[] };
    recommendationsWithoutResponse: { totalCount: number };
    recommendationsWithoutReport: { totalCount: number };
  };
}

export interface RecommendationRow {
  code: string;
  title: string;
  dueOn: string | null;
  progress: Progress;
}

export interface PageAnswer<Row> {
  page: { nodes: Row[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } };
}

export interface Standing {
  rank: number | null;
  of: number;
  order: string;
  tiedWith: number | null;
  reason: string | null;
  distribution: Distribution | null;
}

export interface Comparison {
  indicator: Indicator;
  latest: Observation | null;
  laterGap: { period: Period; missingReason: string } | null;
  reason: string | null;
  england: { value: number } | null;
  region: { value: number } | null;
  amongType: Standing;
  amongNeighbours: Standing;
  change: Change;
  trend: { direction: string };
  series: Point[];
}

export interface Assignment {
  recommendation: { code: string; title: string };
  response: string;
  deliveryStatus: string | null;
  selfRatedRag: string;
  verifiedRag: string;
  dueOn: string | null;
  isOverdue: boolean;
  publishedActivities: { title: string; summary: string; year: number; stage: string; source: string }[];
}

export interface CouncilAnswer {
  register: { revision: number; publishedAt: string | null };
  council: {
    gssCode: string;
    name: string;
    officialName: string;
    type: string;
    isCurrent: boolean;
    region: { name: string } | null;
    policeForce: { name: string } | null;
    county: { name: string } | null;
    successors: { name: string; gssCode: string }[];
    progress: Progress;
    assignments: { nodes: Assignment[] };
  } | null;
}

export interface ComparisonsAnswer {
  council: { comparisons: { nodes: Comparison[] } };
}
