import 'reflect-metadata';
import * as areaResolvers from './areas/area.resolver';
import * as councilResolvers from './councils/council.resolver';
import * as nodeResolvers from './graph/node.resolver';
import * as viewerResolvers from './identity/viewer.resolver';
import * as indicatorResolvers from './indicators/indicator.resolver';
import * as observationResolvers from './indicators/observation.resolver';
import * as unreleasedObservationResolvers from './indicators/unreleased-observation.resolver';
import * as organisationResolvers from './organisations/organisation.resolver';
import * as progressResolvers from './progress/progress.resolver';
import * as assignmentResolvers from './recommendations/assignment.resolver';
import * as recommendationResolvers from './recommendations/recommendation.resolver';
import * as strategyResolvers from './strategy/strategy.resolver';

/**
 * Every resolver of the graph; importing them also makes their entities known to TypeORM. A new domain folder is named
 * here and nowhere else.
 */
export const resolvers = [
  areaResolvers,
  councilResolvers,
  nodeResolvers,
  viewerResolvers,
  indicatorResolvers,
  observationResolvers,
  unreleasedObservationResolvers,
  organisationResolvers,
  progressResolvers,
  assignmentResolvers,
  recommendationResolvers,
  strategyResolvers,
].flatMap((file) => Object.values(file) as (new () => object)[]);
