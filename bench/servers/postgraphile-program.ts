import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/**
 * PostGraphile 5 on the tables of the register, as somebody would put it into production: Amber preset, no watching, no
 * explaining, the view's role on every connection, so that no request needs a transaction. Run by a Node.js of its own,
 * with what was fetched for it; its one argument is JSON of these settings.
 */
export interface PostGraphileSettings {
  url: string;
  /** The folder that its packages were fetched to. */
  packages: string;
}

/** As much of its packages as is used: they are not there when this is compiled. */
interface Packages {
  postgraphile: (preset: object) => { createServ(grafserv: unknown): Serv };
  addPgTableOrderBy: (match: object, orders: (build: { sql: Sql }) => object) => object;
  orderByAscDesc: (name: string, order: (builder: QueryBuilder) => object) => object;
  pgSmartTags: (rules: object[]) => object;
  makePgService: (options: object) => object;
  PostGraphileAmberPreset: object;
  grafserv: unknown;
  TYPES: Record<string, unknown>;
}
type Sql = ((texts: TemplateStringsArray, ...values: unknown[]) => unknown) & { identifier(name: string): unknown };
interface QueryBuilder {
  singleRelation(name: string): unknown;
}
interface Serv {
  addTo(server: unknown): Promise<void>;
}

const { url, packages } = JSON.parse(process.argv[2]!) as PostGraphileSettings;
const fetched = createRequire(path.join(packages, 'package.json'));
const load = (name: string): Packages => fetched(name) as Packages;
const { postgraphile } = load('postgraphile');
const { PostGraphileAmberPreset } = load('postgraphile/presets/amber');
const { makePgService } = load('postgraphile/adaptors/pg');
const { grafserv } = load('postgraphile/grafserv/node');
const { TYPES } = load('postgraphile/@dataplan/pg');
const { addPgTableOrderBy, orderByAscDesc, pgSmartTags } = load('postgraphile/utils');

/** Lists that the register gives by a column of another table. */
const orderedBy = (table: string, name: string, relation: string, column: string): object =>
  addPgTableOrderBy({ schemaName: 'public', tableName: table }, ({ sql }) =>
    orderByAscDesc(name, (builder) => ({
      fragment: sql`${builder.singleRelation(relation)}.${sql.identifier(column)}`,
      codec: TYPES[column === 'position' ? 'int' : 'text'],
    })),
  );

/** What a table cannot say is a function beside it, the way PostGraphile means it to be: see postgraphile.ts. */
const tags = pgSmartTags([
  { kind: 'procedure', match: 'bench.recommendation_progress', tags: { behavior: 'typeField', fieldName: 'progress' } },
  {
    kind: 'procedure',
    match: 'bench.area_latest_observations',
    tags: { behavior: 'typeField connection -list', fieldName: 'latestObservations' },
  },
]);

async function main(): Promise<void> {
  const server = createServer();
  const serv = postgraphile({
    extends: [PostGraphileAmberPreset],
    // It would hide orders that no index backs.
    disablePlugins: ['PgIndexBehaviorsPlugin'],
    plugins: [
      tags,
      orderedBy('assignment', 'DUTY_BEARER_NAME', 'organisationByMyOrganisationId', 'name'),
      orderedBy('assignment', 'RECOMMENDATION_POSITION', 'recommendationByMyRecommendationId', 'position'),
      orderedBy('action_recommendation', 'ACTION_CODE', 'actionByMyActionId', 'code'),
    ],
    pgServices: [makePgService({ connectionString: url, schemas: ['public', 'bench'] })],
    grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
    grafast: { explain: false },
  }).createServ(grafserv);
  await serv.addTo(server);
  server.listen(0, '127.0.0.1', () => {
    console.log(`at http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
  });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
