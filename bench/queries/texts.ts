/** The queries as the register is asked them. Page sizes are the largest a list gives, or as the question has them. */
export const REGISTER = {
  A: `{
    recommendations(first: 100) {
      nodes {
        code title
        progress(basis: PUBLISHED) { dutyBearers reported notReported }
        assignments(first: 5) { nodes { response deliveryStatus verifiedRag dutyBearer { code name } } }
      }
    }
  }`,
  B: `{
    recommendations(first: 100) {
      nodes {
        code title
        actions(first: 10) {
          nodes {
            code title deliveryStatus percentComplete dueOn
            owner { code name }
            publishedUpdates(first: 2) { nodes { periodStart periodEnd summary deliveryStatus selfRatedRag } }
          }
        }
      }
    }
  }`,
  C: `query ($indicator: String!) {
    councils(first: 50) {
      nodes {
        gssCode name
        observations(first: 5, filter: { indicators: [$indicator] }, orderBy: { field: PERIOD, direction: DESC }) {
          nodes { period { start end } value lower upper marker }
        }
      }
    }
  }`,
  D: `query ($gssCode: String!) {
    council(gssCode: $gssCode) {
      gssCode name officialName type squareKilometres
      region { name }
      policeForce { name }
      county { name }
      neighbours { gssCode name }
      predecessors { gssCode name }
      successors { gssCode name }
      assignments(first: 100) {
        nodes {
          recommendation { code title }
          response deliveryStatus selfRatedRag verifiedRag dueOn
          publishedUpdates(first: 1) { nodes { periodStart periodEnd summary deliveryStatus } }
        }
      }
      observations(first: 100, filter: { latestOnly: true }) {
        nodes { indicator { code name unit direction } period { start end } value lower upper marker }
      }
    }
  }`,
  E: `query ($indicator: String!, $after: String) {
    observations(first: 100, after: $after, filter: { indicators: [$indicator] }, orderBy: { field: PERIOD, direction: DESC }) {
      nodes { area { code name } period { start end } value lower upper marker }
      pageInfo { hasNextPage }
    }
  }`,
} as const;

/**
 * The same for PostGraphile, on the tables as they are. Aliases give fields the register's names; what aliases cannot
 * say is done to both in equality.ts: an object that holds `lifted` alone stands for what it holds, and `period__start`
 * for a field in a field.
 */
export const POSTGRAPHILE = {
  A: `{
    recommendations: allRecommendations(first: 100, orderBy: [POSITION_ASC]) {
      nodes {
        code title
        progress { dutyBearers reported notReported }
        assignments: assignmentsByRecommendationId(first: 5, orderBy: [DUTY_BEARER_NAME_ASC, ROW_ID_ASC]) {
          nodes { response deliveryStatus verifiedRag dutyBearer: organisationByOrganisationId { code name } }
        }
      }
    }
  }`,
  B: `{
    recommendations: allRecommendations(first: 100, orderBy: [POSITION_ASC]) {
      nodes {
        code title
        actions: actionRecommendationsByRecommendationId(first: 10, orderBy: [ACTION_CODE_ASC]) {
          nodes {
            lifted: actionByActionId {
              code title deliveryStatus percentComplete dueOn
              owner: organisationByOrganisationId { code name }
              publishedUpdates: publishedUpdatesByActionId(first: 2, orderBy: [PERIOD_END_DESC, ROW_ID_DESC]) {
                nodes { periodStart periodEnd summary deliveryStatus selfRatedRag }
              }
            }
          }
        }
      }
    }
  }`,
  C: `query ($indicatorId: Int!) {
    councils: allAreas(first: 50, condition: { kind: "COUNCIL", isCurrent: true }, orderBy: [NAME_ASC, ROW_ID_ASC]) {
      nodes {
        gssCode: code name
        observations: observationsByAreaId(
          first: 5, condition: { indicatorId: $indicatorId }, orderBy: [PERIOD_END_DESC, PERIOD_START_DESC]
        ) {
          nodes { period__start: periodStart period__end: periodEnd value lower upper marker }
        }
      }
    }
  }`,
  D: `query ($gssCode: String!) {
    council: areaByCode(code: $gssCode) {
      gssCode: code name officialName type squareKilometres
      region: areaByRegionId { name }
      policeForce: areaByPoliceForceId { name }
      county: areaByCountyId { name }
      neighbours: statisticalNeighboursByCouncilId(orderBy: [RANK_ASC]) {
        lifted: nodes { lifted: areaByNeighbourId { gssCode: code name } }
      }
      predecessors: areaSuccessionsBySuccessorId { lifted: nodes { lifted: areaByPredecessorId { gssCode: code name } } }
      successors: areaSuccessionsByPredecessorId { lifted: nodes { lifted: areaBySuccessorId { gssCode: code name } } }
      assignments: organisationByAreaId {
        lifted: assignmentsByOrganisationId(first: 100, orderBy: [RECOMMENDATION_POSITION_ASC]) {
          nodes {
            recommendation: recommendationByRecommendationId { code title }
            response deliveryStatus selfRatedRag verifiedRag dueOn
            publishedUpdates: publishedUpdatesByAssignmentId(first: 1, orderBy: [PERIOD_END_DESC, ROW_ID_DESC]) {
              nodes { periodStart periodEnd summary deliveryStatus }
            }
          }
        }
      }
      observations: latestObservations(first: 100) {
        nodes {
          indicator: indicatorByIndicatorId { code name unit direction }
          period__start: periodStart period__end: periodEnd value lower upper marker
        }
      }
    }
  }`,
  E: `query ($indicator: String!, $after: Cursor) {
    observations: indicatorByCode(code: $indicator) {
      lifted: observationsByIndicatorId(
        first: 100, after: $after, orderBy: [PERIOD_END_DESC, PERIOD_START_DESC, INDICATOR_ID_DESC, AREA_ID_DESC]
      ) {
        nodes { area: areaByAreaId { code name } period__start: periodStart period__end: periodEnd value lower upper marker }
        pageInfo { hasNextPage }
      }
    }
  }`,
} as const;

/** Where PostGraphile's page begins: its cursors are its own, so it is asked for the one before. */
export const POSTGRAPHILE_CURSOR = `query ($indicator: String!, $offset: Int!) {
  observations: indicatorByCode(code: $indicator) {
    lifted: observationsByIndicatorId(
      first: 1, offset: $offset, orderBy: [PERIOD_END_DESC, PERIOD_START_DESC, INDICATOR_ID_DESC, AREA_ID_DESC]
    ) { pageInfo { endCursor } }
  }
}`;
