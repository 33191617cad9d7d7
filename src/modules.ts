import 'reflect-metadata';
import * as actionMutations from './actions/action.mutations';
import * as actionResolvers from './actions/action.resolver';
import * as timelineResolvers from './actions/timeline.resolver';
import * as areaResolvers from './areas/area.resolver';
import * as assessmentMutations from './assessments/assessment.mutations';
import * as assessmentResolvers from './assessments/assessment.resolver';
import * as councilAssessmentResolvers from './assessments/council-assessment.resolver';
import * as criteriaResolvers from './assessments/criteria.resolver';
import * as statutoryDutyResolvers from './assessments/statutory-duty.resolver';
import * as auditResolvers from './audit/audit.resolver';
import * as comparisonResolvers from './comparisons/comparison.resolver';
import * as distributionResolvers from './comparisons/distribution.resolver';
import * as councilResolvers from './councils/council.resolver';
import * as concernResolvers from './concerns/concern.resolver';
import * as deliveryMutations from './delivery/delivery.mutations';
import * as deliveryResolvers from './delivery/delivery.resolver';
import * as nodeResolvers from './graph/node.resolver';
import * as viewerResolvers from './identity/viewer.resolver';
import * as figureChangeResolvers from './indicators/figure-change.resolver';
import * as indicatorResolvers from './indicators/indicator.resolver';
import * as observationResolvers from './indicators/observation.resolver';
import * as unreleasedObservationResolvers from './indicators/unreleased-observation.resolver';
import * as rateLimitResolvers from './limits/rate-limit.resolver';
import * as deadNoticeResolvers from './notices/dead-notice.resolver';
import * as noticeResolvers from './notices/notice.resolver';
import * as organisationResolvers from './organisations/organisation.resolver';
import * as progressResolvers from './progress/progress.resolver';
import * as publishedUpdateResolvers from './progress/published-update.resolver';
import * as updateMutations from './progress/update.mutations';
import * as publicationResolvers from './publications/publication.resolver';
import * as assignmentResolvers from './recommendations/assignment.resolver';
import * as recommendationResolvers from './recommendations/recommendation.resolver';
import * as stateOfCohesionResolvers from './report/state-of-cohesion.resolver';
import * as responseResolvers from './responses/response.resolver';
import * as returnResolvers from './returns/return.resolver';
import * as gapsResolvers from './rollups/gaps.resolver';
import * as progressRollupResolvers from './rollups/progress.resolver';
import * as strategyResolvers from './strategy/strategy.resolver';
import * as taskResolvers from './tasks/task.resolver';

/**
 * Every resolver of the graph; importing them also makes their entities known to TypeORM. A new domain folder is named
 * here and nowhere else.
 */
export const resolvers = [
  actionMutations,
  actionResolvers,
  timelineResolvers,
  areaResolvers,
  assessmentMutations,
  assessmentResolvers,
  councilAssessmentResolvers,
  criteriaResolvers,
  statutoryDutyResolvers,
  auditResolvers,
  comparisonResolvers,
  distributionResolvers,
  councilResolvers,
  concernResolvers,
  deliveryMutations,
  deliveryResolvers,
  nodeResolvers,
  viewerResolvers,
  figureChangeResolvers,
  indicatorResolvers,
  observationResolvers,
  unreleasedObservationResolvers,
  rateLimitResolvers,
  deadNoticeResolvers,
  noticeResolvers,
  organisationResolvers,
  progressResolvers,
  publishedUpdateResolvers,
  updateMutations,
  publicationResolvers,
  assignmentResolvers,
  recommendationResolvers,
  stateOfCohesionResolvers,
  responseResolvers,
  returnResolvers,
  gapsResolvers,
  progressRollupResolvers,
  strategyResolvers,
  taskResolvers,
].flatMap((file) => Object.values(file) as (new () => object)[]);
