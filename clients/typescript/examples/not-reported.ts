/** The councils that have not reported on a recommendation: node not-reported.js 12a */
import { RecommendationAssignmentsDocument, RegisterClient } from 'social-cohesion-register-client';

const code = process.argv[2] ?? '12a';
const client = new RegisterClient({ endpoint: process.env['REGISTER_URL'] ?? 'http://localhost:4000/graphql' });

const notReported = client.pages(
  RecommendationAssignmentsDocument,
  { code, filter: { reported: false }, orderBy: { field: 'DUTY_BEARER' } },
  ({ recommendation }) => {
    if (!recommendation) throw new Error(`There is no recommendation ${code}.`);
    return recommendation.assignments;
  },
);

let count = 0;
for await (const { dutyBearer } of notReported) {
  if (dutyBearer.kind !== 'COUNCIL') continue;
  count += 1;
  console.log(`${dutyBearer.code} ${dutyBearer.name}`);
}
console.log(`${count} councils have not reported on ${code}.`);
