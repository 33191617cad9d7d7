import type { Assignment, Change, CouncilAnswer, Indicator, Observation, Point, Standing } from '../../report/answers';
import { COUNTS, type Counts } from '../progress-bar';
import { REGISTER, type RegisterAnswer } from '../site-page';

interface Place {
  gssCode: string;
  name: string;
}

type Limits = Pick<Observation, 'value' | 'lower' | 'upper'>;

interface Update {
  summary: string;
  periodStart: string;
  periodEnd: string;
  publication: { publishedAt: string };
}

export interface CouncilAssignment extends Assignment {
  reported: boolean;
  publishedUpdates: { nodes: Update[] };
}

export interface CouncilComparison {
  indicator: Indicator;
  latest: Observation | null;
  laterGap: { missingReason: string; period: { label: string } } | null;
  reason: string | null;
  england: Limits | null;
  region: Limits | null;
  amongType: Pick<Standing, 'rank' | 'of' | 'order' | 'tiedWith' | 'reason'>;
  amongNeighbours: Pick<Standing, 'rank' | 'of' | 'order' | 'tiedWith' | 'reason'> & {
    members: { council: Place; observation: Limits | null }[];
  };
  change: Change;
  series: Point[];
}

export interface Council extends Pick<
  NonNullable<CouncilAnswer['council']>,
  'gssCode' | 'name' | 'officialName' | 'type' | 'isCurrent' | 'region' | 'policeForce'
> {
  endedOn: string | null;
  county: Place | null;
  districts: Place[];
  successors: Place[];
  predecessors: Place[];
  progress: Counts;
  assignments: { nodes: CouncilAssignment[] };
  comparisons: { nodes: CouncilComparison[] };
}

export interface Answer extends RegisterAnswer {
  council: Council | null;
  stateOfCohesion: { domains: { indicators: { indicator: { code: string }; series: Point[] }[] }[] };
}

const PERIOD = 'period { label start end }';
const STANDING = 'rank of order tiedWith reason';

export const query = `query Council($gssCode: String!, $year: Int!) {
  ${REGISTER}
  council(gssCode: $gssCode) {
    gssCode name officialName type isCurrent endedOn region { name } policeForce { name }
    county { gssCode name } districts { gssCode name }
    successors { gssCode name } predecessors { gssCode name }
    progress { ${COUNTS} }
    assignments(first: 100) {
      nodes {
        recommendation { code title } reported response deliveryStatus selfRatedRag verifiedRag dueOn isOverdue
        publishedUpdates(last: 3) { nodes { summary periodStart periodEnd publication { publishedAt } } }
        publishedActivities { title summary year stage source }
      }
    }
    comparisons(first: 100, orderBy: { field: DOMAIN }) {
      nodes {
        indicator { code name domain description unit direction source licence limitations derived }
        latest { value lower upper marker note ${PERIOD} }
        laterGap { missingReason ${PERIOD} }
        reason
        england { value lower upper } region { value lower upper }
        amongType { ${STANDING} }
        amongNeighbours { ${STANDING} members { council { gssCode name } observation { value lower upper } } }
        change { verdict reason difference derived from { ${PERIOD} } }
        series { value lower upper derived ${PERIOD} }
      }
    }
  }
  stateOfCohesion(year: $year) { domains { indicators { indicator { code } series { value lower upper derived ${PERIOD} } } } }
}`;
