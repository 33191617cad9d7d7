// Generated from schema/public.graphql and clients/typescript/documents by npm run client:generate.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '../document.js';
/** The kinds of area that figures are published for. */
export type AreaKind =
  /** The area of a principal council. A county overlaps its districts: never add both. */
  | 'COUNCIL'
  /** England. */
  | 'COUNTRY'
  /** The area of one of the 39 territorial police forces in England. */
  | 'POLICE_FORCE_AREA'
  /** One of the nine regions of England. */
  | 'REGION'
  /** A combined authority, or Greater London. It overlaps its councils. */
  | 'STRATEGIC_AUTHORITY';

/** Which assignments a list has; all conditions given must hold. */
export type AssignmentFilter = {
  /** Only those with one of these delivery statuses; never those not reported. */
  deliveryStatuses?: Array<DeliveryStatus> | null | undefined;
  /** true: only those reported on; false: only those not reported on. */
  reported?: boolean | null | undefined;
  /** Only those with one of these responses. */
  responses?: Array<Response> | null | undefined;
};

/** The order of a list of assignments. */
export type AssignmentOrderBy = {
  /** Which end comes first. */
  direction?: OrderDirection;
  /** What to order by. */
  field: AssignmentOrderField;
};

/** What a list of assignments can be ordered by. */
export type AssignmentOrderField =
  /** By the name of the duty bearer, then by recommendation. */
  | 'DUTY_BEARER'
  /** By recommendation, in the order of the review, then by the name of the duty bearer. */
  | 'RECOMMENDATION';

/** What may honestly be said of a change. Better or worse only where the direction is known, the confidence limits allow it and no series break lies between. */
export type ChangeVerdict =
  /** Better, by more than chance explains (5% level). */
  | 'BETTER'
  /** Neither better nor worse, whatever the change: the indicator describes a place. */
  | 'CONTEXT_ONLY'
  /** There are no two comparable figures; `reason` says why. */
  | 'NOTHING_TO_COMPARE'
  /** The same, or different by no more than chance explains (5% level). */
  | 'NO_CLEAR_CHANGE'
  /** A series break lies between: the two are not comparable, and no difference is given. */
  | 'SERIES_BREAK'
  /** Changed; whether by more than chance is unknown, as no confidence limits are published. */
  | 'SIGNIFICANCE_UNKNOWN'
  /** Worse, by more than chance explains (5% level). */
  | 'WORSE';

/** Which councils a list has; all conditions given must hold. */
export type CouncilFilter = {
  /** Only districts of the counties with these GSS codes. */
  counties?: Array<string> | null | undefined;
  /** Only councils with these GSS codes, former codes too. */
  gssCodes?: Array<string> | null | undefined;
  /** true: councils that exist now; false: abolished ones; null: both. */
  isCurrent?: boolean | null | undefined;
  /** Only councils in the police force areas with these GSS codes. */
  policeForces?: Array<string> | null | undefined;
  /** Only councils in the regions with these GSS codes. */
  regions?: Array<string> | null | undefined;
  /** Only councils whose name has all these words, or words that begin like them. Case, accents, punctuation and the word "council" do not matter: "st helens council" finds St. Helens. */
  search?: string | null | undefined;
  /** Only councils of these types. */
  types?: Array<CouncilType> | null | undefined;
};

/** The order of a list of councils. */
export type CouncilOrderBy = {
  /** Which end comes first. */
  direction?: OrderDirection;
  /** What to order by. */
  field: CouncilOrderField;
};

/** What a list of councils can be ordered by. */
export type CouncilOrderField =
  /** By GSS code. */
  | 'GSS_CODE'
  /** By name. */
  | 'NAME'
  /** By type, and by name within a type. */
  | 'TYPE';

/** The types of principal council in England. */
export type CouncilType =
  /** The City of London Corporation. */
  | 'CITY_CORPORATION'
  /** The upper tier where there are two: a county over its districts. */
  | 'COUNTY'
  /** Single tier in London. */
  | 'LONDON_BOROUGH'
  /** Single tier in a metropolitan area, such as Oldham. */
  | 'METROPOLITAN_DISTRICT'
  /** The lower tier where there are two: a district within a county. */
  | 'NON_METROPOLITAN_DISTRICT'
  /** Single tier outside London and the metropolitan areas; the Isles of Scilly too. */
  | 'UNITARY_AUTHORITY';

/** What has happened. What the duty bearer has said is another thing: see Response. */
export type DeliveryStatus =
  /** Done, and verified by the Office. */
  | 'IMPLEMENTED'
  /** Work is under way. */
  | 'IN_PROGRESS'
  /** Not done, and not going to be. */
  | 'NOT_IMPLEMENTED'
  /** Reported: nothing has begun. */
  | 'NOT_STARTED'
  /** Done in part, and no more is to come. */
  | 'PARTLY_IMPLEMENTED'
  /** Reported as done; the Office has yet to verify it. */
  | 'PENDING_VERIFICATION'
  /** Replaced by something else. */
  | 'SUPERSEDED';

/** Which way an indicator moves when things get better. */
export type IndicatorDirection =
  /** Neither: it describes a place and says nothing of better or worse. */
  | 'CONTEXT_ONLY'
  /** A higher value is better. */
  | 'HIGHER_IS_BETTER'
  /** A lower value is better. */
  | 'LOWER_IS_BETTER';

/** Which indicators a list has; all conditions given must hold. */
export type IndicatorFilter = {
  /** Only indicators with one of these codes. */
  codes?: Array<string> | null | undefined;
  /** Only indicators with one of these directions. */
  directions?: Array<IndicatorDirection> | null | undefined;
  /** Only indicators of these domains, such as WELLBEING. */
  domains?: Array<string> | null | undefined;
};

/** The order of a list of indicators. */
export type IndicatorOrderBy = {
  /** Which end comes first. */
  direction?: OrderDirection;
  /** What to order by. */
  field: IndicatorOrderField;
};

/** What a list of indicators can be ordered by. */
export type IndicatorOrderField =
  /** By code. */
  | 'CODE'
  /** By domain, and by code within a domain. */
  | 'DOMAIN'
  /** By name. */
  | 'NAME';

/** What to do with observations that have no value. */
export type MissingValues =
  /** Leave them out. */
  | 'EXCLUDE'
  /** List them: each says why it has no value. */
  | 'INCLUDE'
  /** List nothing else. */
  | 'ONLY';

/** Which observations a list has; all conditions given must hold. */
export type ObservationFilter = {
  /** Only observations of areas of these kinds. */
  areaKinds?: Array<AreaKind> | null | undefined;
  /** Only observations of the areas with these GSS codes, former codes too. */
  areas?: Array<string> | null | undefined;
  /** Only periods that begin on this day or later. */
  from?: string | null | undefined;
  /** Only observations of the indicators with these codes. */
  indicators?: Array<string> | null | undefined;
  /** Only the latest observation of each indicator in each area, among those that the other conditions allow. */
  latestOnly?: boolean;
  /** What to do with observations that have no value. Where not given, a list of particular indicators or areas shows its gaps (INCLUDE), and a list of everything counts figures alone (EXCLUDE). */
  missing?: MissingValues | null | undefined;
  /** Only periods that end on this day or earlier. */
  to?: string | null | undefined;
};

/** What the publisher says of a value, in the letters (shorthand) of official statistics. */
export type ObservationMarker =
  /** A break in the series: not comparable with the values before. */
  | 'b'
  /** Confidential: withheld so that nobody can be recognised. */
  | 'c'
  /** Estimated. */
  | 'e'
  /** Low: rounds to zero, but is not zero. */
  | 'k'
  /** Provisional: will be revised. */
  | 'p'
  /** Revised. */
  | 'r'
  /** Of low reliability. */
  | 'u'
  /** Not available. */
  | 'x'
  /** Not applicable. */
  | 'z';

/** The order of a list of observations. */
export type ObservationOrderBy = {
  /** Which end comes first. */
  direction?: OrderDirection;
  /** What to order by. */
  field: ObservationOrderField;
};

/** What a list of observations can be ordered by. */
export type ObservationOrderField =
  /** By area, then by indicator, then by period. */
  | 'AREA'
  /** By indicator, then by area, then by period. */
  | 'INDICATOR'
  /** By the last day of the period. */
  | 'PERIOD'
  /** By value; missing values always come last. Compare values of one indicator only. */
  | 'VALUE';

/** Which end of a list comes first. */
export type OrderDirection =
  /** Smallest, earliest, or first in the alphabet comes first. */
  | 'ASC'
  /** Largest, latest, or last in the alphabet comes first. */
  | 'DESC';

/** The kinds of organisation that recommendations ask to act. */
export type OrganisationKind =
  /** A principal council. */
  | 'COUNCIL'
  /** A ministerial department. */
  | 'DEPARTMENT'
  /** Government as a whole, or a part of it that is no department. */
  | 'GOVERNMENT'
  /** The Office for Social Cohesion and Democratic Resilience. */
  | 'OFFICE'
  /** A territorial police force. */
  | 'POLICE_FORCE'
  /** Another public body or office-holder. */
  | 'PUBLIC_BODY'
  /** A regulator, such as Ofcom. */
  | 'REGULATOR'
  /** Organisations of one kind that answer together, because no single body speaks for them. */
  | 'SECTOR';

/** What a publication brought. */
export type PublicationKind =
  /** A new or changed action or milestone. */
  | 'ACTION_PLAN'
  /** What the Office finds of the progress of councils. */
  | 'ASSESSMENT'
  /** A new due date. */
  | 'DUE_DATE_CHANGE'
  /** New or revised figures. */
  | 'INDICATOR_RELEASE'
  /** What duty bearers report of their progress. */
  | 'PROGRESS'
  /** The register itself and the figures that come with it. */
  | 'REFERENCE_FIGURES'
  /** An assignment superseded or reopened by the Office. */
  | 'REGISTER'
  /** What duty bearers say to recommendations. */
  | 'RESPONSE'
  /** What the Office found when it verified a report. */
  | 'VERIFICATION';

/** A delivery confidence rating, from red to green. Show the word beside the colour. */
export type Rag =
  /** Delivery is feasible, with significant problems that need attention. */
  | 'AMBER'
  /** Delivery is probable; attention is needed that it stays so. */
  | 'AMBER_GREEN'
  /** Delivery is in doubt; major risks are not under control. */
  | 'AMBER_RED'
  /** Delivery is on course. */
  | 'GREEN'
  /** Nobody has rated it. */
  | 'NOT_RATED'
  /** Delivery seems out of reach. */
  | 'RED';

/** Which value has rank 1: the best, or for what is neither good nor bad the highest. */
export type RankOrder =
  /** Rank 1 is the highest value: higher is better, or it is context. */
  | 'HIGHEST_FIRST'
  /** Rank 1 is the lowest value: lower is better. */
  | 'LOWEST_FIRST';

/** Which recommendations a list has; all conditions given must hold. */
export type RecommendationFilter = {
  /** Only those addressed to one of these, by the code of an organisation or COUNCILS, POLICE_FORCES or DEPARTMENTS. */
  addressees?: Array<string> | null | undefined;
  /** Only those with one of these codes, such as 12b. */
  codes?: Array<string> | null | undefined;
  /** Only those due before this day; never those without a due date. */
  dueBefore?: string | null | undefined;
  /** Only those that one of these organisations must act on, by code: DFE finds 4, which every department bears, as well as 7a. */
  dutyBearers?: Array<string> | null | undefined;
  /** Only items of these kinds. */
  kinds?: Array<RecommendationKind> | null | undefined;
  /** Only those that serve one of these priorities, by code. */
  priorities?: Array<string> | null | undefined;
};

/** Whether an item of the review asks for something itself. */
export type RecommendationKind =
  /** Only a heading over other recommendations: nobody is assigned to it. */
  | 'GROUP'
  /** It asks somebody to act. */
  | 'RECOMMENDATION';

/** The order of a list of recommendations. */
export type RecommendationOrderBy = {
  /** Which end comes first. */
  direction?: OrderDirection;
  /** What to order by. */
  field: RecommendationOrderField;
};

/** What a list of recommendations can be ordered by. */
export type RecommendationOrderField =
  /** By the day it is due; those without one always come last. */
  | 'DUE_ON'
  /** In the order of the review. */
  | 'POSITION'
  /** By title. */
  | 'TITLE';

/** What a publication did to a record. */
export type RecordChangeKind =
  /** It is new. */
  | 'ADDED'
  /** It was there, and says something else now. */
  | 'CHANGED'
  /** It is no more. */
  | 'REMOVED';

/** What a duty bearer says to a recommendation. What it has done is another thing: see DeliveryStatus. */
export type Response =
  /** It will do what is asked. */
  | 'ACCEPTED'
  /** It will do a part of what is asked. */
  | 'ACCEPTED_IN_PART'
  /** It agrees with the aim and commits to no action yet. */
  | 'ACCEPTED_IN_PRINCIPLE'
  /** It has taken note and takes no position. */
  | 'NOTED'
  /** It has not answered. */
  | 'NO_RESPONSE'
  /** It will not do what is asked. */
  | 'REJECTED'
  /** It is still considering its answer. */
  | 'UNDER_CONSIDERATION';

export type ChangesQueryVariables = Exact<{
  sinceRevision: number;
  first?: number | null | undefined;
  after?: string | null | undefined;
  asOf?: string | null | undefined;
}>;


export type ChangesQuery = { changes: { nodes: Array<{ revision: number, kind: PublicationKind, title: string, publishedAt: string, figureChanges: { totalCount: number }, recordChanges: { totalCount: number } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CouncilComparisonQueryVariables = Exact<{
  gssCode: string;
  indicator: string;
  since?: string | null | undefined;
  until?: string | null | undefined;
  asOf?: string | null | undefined;
}>;


export type CouncilComparisonQuery = { council: { name: string, comparison: { reason: string | null, indicator: { code: string, name: string, unit: string, direction: IndicatorDirection }, latest: { value: number | null, lower: number | null, upper: number | null, period: { label: string } } | null, england: { value: number | null } | null, region: { value: number | null } | null, amongNeighbours: { rank: number | null, of: number, order: RankOrder, notClearlyDifferent: number | null, reason: string | null, members: Array<{ rank: number | null, council: { gssCode: string, name: string }, observation: { value: number | null, missingReason: string | null } | null }> }, change: { verdict: ChangeVerdict, difference: number | null, reason: string } } | null } | null };

export type CouncilAssignmentsQueryVariables = Exact<{
  gssCode: string;
  filter?: AssignmentFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  asOf?: string | null | undefined;
}>;


export type CouncilAssignmentsQuery = { council: { name: string, assignments: { nodes: Array<{ response: Response, reported: boolean, deliveryStatus: DeliveryStatus | null, selfRatedRag: Rag, verifiedRag: Rag, dueOn: string | null, isOverdue: boolean, recommendation: { code: string, title: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type CouncilsQueryVariables = Exact<{
  filter?: CouncilFilter | null | undefined;
  orderBy?: CouncilOrderBy | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  asOf?: string | null | undefined;
}>;


export type CouncilsQuery = { councils: { nodes: Array<{ gssCode: string, name: string, officialName: string, isCurrent: boolean, region: { code: string, name: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type FigureChangesQueryVariables = Exact<{
  sinceRevision: number;
  first?: number | null | undefined;
  after?: string | null | undefined;
  asOf?: string | null | undefined;
}>;


export type FigureChangesQuery = { changes: { nodes: Array<{ revision: number, figureChanges: { nodes: Array<{ isRevision: boolean, value: number | null, marker: ObservationMarker | null, formerValue: number | null, formerMarker: ObservationMarker | null, indicator: { code: string }, area:
            | { code: string, name: string }
            | { code: string, name: string }
            | { code: string, name: string }
            | { code: string, name: string }
            | { code: string, name: string }
          , period: { label: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }> } };

export type IndicatorsQueryVariables = Exact<{
  filter?: IndicatorFilter | null | undefined;
  orderBy?: IndicatorOrderBy | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  asOf?: string | null | undefined;
}>;


export type IndicatorsQuery = { indicators: { nodes: Array<{ code: string, name: string, domain: string, unit: string, direction: IndicatorDirection, source: string, licence: string, limitations: string | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type MomentQueryVariables = Exact<{ [key: string]: never; }>;


export type MomentQuery = { register: { revision: number, publishedAt: string | null } };

export type ObservationsQueryVariables = Exact<{
  filter?: ObservationFilter | null | undefined;
  orderBy?: ObservationOrderBy | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  asOf?: string | null | undefined;
}>;


export type ObservationsQuery = { observations: { nodes: Array<{ value: number | null, lower: number | null, upper: number | null, marker: ObservationMarker | null, missingReason: string | null, unit: string, indicator: { code: string }, area:
        | { code: string, name: string, kind: AreaKind }
        | { code: string, name: string, kind: AreaKind }
        | { code: string, name: string, kind: AreaKind }
        | { code: string, name: string, kind: AreaKind }
        | { code: string, name: string, kind: AreaKind }
      , period: { start: string, end: string, label: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RecommendationAssignmentsQueryVariables = Exact<{
  code: string;
  filter?: AssignmentFilter | null | undefined;
  orderBy?: AssignmentOrderBy | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  asOf?: string | null | undefined;
}>;


export type RecommendationAssignmentsQuery = { recommendation: { code: string, title: string, assignments: { nodes: Array<{ response: Response, reported: boolean, deliveryStatus: DeliveryStatus | null, selfRatedRag: Rag, verifiedRag: Rag, dueOn: string | null, isOverdue: boolean, dutyBearer: { code: string, name: string, kind: OrganisationKind } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type RecommendationsQueryVariables = Exact<{
  filter?: RecommendationFilter | null | undefined;
  orderBy?: RecommendationOrderBy | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  asOf?: string | null | undefined;
}>;


export type RecommendationsQuery = { recommendations: { nodes: Array<{ code: string, title: string, kind: RecommendationKind, dueOn: string | null, progress: { dutyBearers: number, reported: number, notReported: number } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RecordChangesQueryVariables = Exact<{
  sinceRevision: number;
  first?: number | null | undefined;
  after?: string | null | undefined;
  asOf?: string | null | undefined;
}>;


export type RecordChangesQuery = { changes: { nodes: Array<{ revision: number, recordChanges: { nodes: Array<{ kind: RecordChangeKind, recordType: string, recordId: string, fields: Array<{ name: string, from: string | null, to: string | null }>, organisation: { code: string, name: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }> } };

export type RegisterQueryVariables = Exact<{
  asOf?: string | null | undefined;
}>;


export type RegisterQuery = { register: { revision: number, publishedAt: string | null, progress: { dutyBearers: number, reported: number, notReported: number, overdue: number } } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const ChangesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Changes($sinceRevision: Int!, $first: Int = 100, $after: String, $asOf: DateTimeISO) {
  changes(
    sinceRevision: $sinceRevision
    first: $first
    after: $after
    asOf: $asOf
  ) {
    nodes {
      revision
      kind
      title
      publishedAt
      figureChanges(first: 0) {
        totalCount
      }
      recordChanges(first: 0) {
        totalCount
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<ChangesQuery, ChangesQueryVariables>;
export const CouncilComparisonDocument = /*#__PURE__*/ new TypedDocumentString(`
    query CouncilComparison($gssCode: String!, $indicator: String!, $since: LocalDate, $until: LocalDate, $asOf: DateTimeISO) {
  council(gssCode: $gssCode, asOf: $asOf) {
    name
    comparison(indicator: $indicator, since: $since, until: $until) {
      indicator {
        code
        name
        unit
        direction
      }
      latest {
        period {
          label
        }
        value
        lower
        upper
      }
      reason
      england {
        value
      }
      region {
        value
      }
      amongNeighbours {
        rank
        of
        order
        notClearlyDifferent
        reason
        members {
          rank
          council {
            gssCode
            name
          }
          observation {
            value
            missingReason
          }
        }
      }
      change {
        verdict
        difference
        reason
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CouncilComparisonQuery, CouncilComparisonQueryVariables>;
export const CouncilAssignmentsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query CouncilAssignments($gssCode: String!, $filter: AssignmentFilter, $first: Int = 100, $after: String, $asOf: DateTimeISO) {
  council(gssCode: $gssCode, asOf: $asOf) {
    name
    assignments(filter: $filter, first: $first, after: $after) {
      nodes {
        recommendation {
          code
          title
        }
        response
        reported
        deliveryStatus
        selfRatedRag
        verifiedRag
        dueOn
        isOverdue
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CouncilAssignmentsQuery, CouncilAssignmentsQueryVariables>;
export const CouncilsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Councils($filter: CouncilFilter, $orderBy: CouncilOrderBy, $first: Int = 100, $after: String, $asOf: DateTimeISO) {
  councils(
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
    asOf: $asOf
  ) {
    nodes {
      gssCode
      name
      officialName
      isCurrent
      region {
        code
        name
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<CouncilsQuery, CouncilsQueryVariables>;
export const FigureChangesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query FigureChanges($sinceRevision: Int!, $first: Int = 100, $after: String, $asOf: DateTimeISO) {
  changes(sinceRevision: $sinceRevision, first: 1, asOf: $asOf) {
    nodes {
      revision
      figureChanges(first: $first, after: $after) {
        nodes {
          isRevision
          indicator {
            code
          }
          area {
            code
            name
          }
          period {
            label
          }
          value
          marker
          formerValue
          formerMarker
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FigureChangesQuery, FigureChangesQueryVariables>;
export const IndicatorsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Indicators($filter: IndicatorFilter, $orderBy: IndicatorOrderBy, $first: Int = 100, $after: String, $asOf: DateTimeISO) {
  indicators(
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
    asOf: $asOf
  ) {
    nodes {
      code
      name
      domain
      unit
      direction
      source
      licence
      limitations
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<IndicatorsQuery, IndicatorsQueryVariables>;
export const MomentDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Moment {
  register {
    revision
    publishedAt
  }
}
    `) as unknown as TypedDocumentString<MomentQuery, MomentQueryVariables>;
export const ObservationsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Observations($filter: ObservationFilter, $orderBy: ObservationOrderBy, $first: Int = 100, $after: String, $asOf: DateTimeISO) {
  observations(
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
    asOf: $asOf
  ) {
    nodes {
      indicator {
        code
      }
      area {
        code
        name
        kind
      }
      period {
        start
        end
        label
      }
      value
      lower
      upper
      marker
      missingReason
      unit
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<ObservationsQuery, ObservationsQueryVariables>;
export const RecommendationAssignmentsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RecommendationAssignments($code: String!, $filter: AssignmentFilter, $orderBy: AssignmentOrderBy, $first: Int = 100, $after: String, $asOf: DateTimeISO) {
  recommendation(code: $code, asOf: $asOf) {
    code
    title
    assignments(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
      nodes {
        dutyBearer {
          code
          name
          kind
        }
        response
        reported
        deliveryStatus
        selfRatedRag
        verifiedRag
        dueOn
        isOverdue
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RecommendationAssignmentsQuery, RecommendationAssignmentsQueryVariables>;
export const RecommendationsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Recommendations($filter: RecommendationFilter, $orderBy: RecommendationOrderBy, $first: Int = 100, $after: String, $asOf: DateTimeISO) {
  recommendations(
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
    asOf: $asOf
  ) {
    nodes {
      code
      title
      kind
      dueOn
      progress {
        dutyBearers
        reported
        notReported
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<RecommendationsQuery, RecommendationsQueryVariables>;
export const RecordChangesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RecordChanges($sinceRevision: Int!, $first: Int = 100, $after: String, $asOf: DateTimeISO) {
  changes(sinceRevision: $sinceRevision, first: 1, asOf: $asOf) {
    nodes {
      revision
      recordChanges(first: $first, after: $after) {
        nodes {
          kind
          recordType
          recordId
          fields {
            name
            from
            to
          }
          organisation {
            code
            name
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RecordChangesQuery, RecordChangesQueryVariables>;
export const RegisterDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Register($asOf: DateTimeISO) {
  register(asOf: $asOf) {
    revision
    publishedAt
    progress {
      dutyBearers
      reported
      notReported
      overdue
    }
  }
}
    `) as unknown as TypedDocumentString<RegisterQuery, RegisterQueryVariables>;
