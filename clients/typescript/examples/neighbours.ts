/** A council beside its statistical neighbours: node neighbours.js E08000004 wellbeing_anxiety */
import { CouncilComparisonDocument, RegisterClient } from 'social-cohesion-register-client';

const [gssCode = 'E08000004', indicator = 'wellbeing_anxiety'] = process.argv.slice(2);
const client = new RegisterClient({ endpoint: process.env['REGISTER_URL'] ?? 'http://localhost:4000/graphql' });

const { council } = await client.query(CouncilComparisonDocument, { gssCode, indicator });
const comparison = council?.comparison;
if (!comparison) throw new Error(`There is no council ${gssCode}, or no indicator ${indicator}.`);

const { latest, amongNeighbours, england, change } = comparison;
if (!latest) throw new Error(`${council.name} has no figure: ${comparison.reason}`);
console.log(`${comparison.indicator.name}, ${comparison.indicator.unit}, ${latest.period.label}`);
console.log(`${council.name}: ${latest.value}`);
console.log(`England: ${england?.value ?? 'not published'}`);
for (const { rank, council: neighbour, observation } of amongNeighbours.members) {
  console.log(
    `${rank ?? '-'} ${neighbour.name}: ${observation?.value ?? observation?.missingReason ?? 'not published'}`,
  );
}
console.log(
  amongNeighbours.rank === null
    ? `No rank: ${amongNeighbours.reason}`
    : `Rank ${amongNeighbours.rank} of ${amongNeighbours.of}, not clearly different from ${amongNeighbours.notClearlyDifferent ?? 'an unknown number'} of them.`,
);
console.log(`Since the figure before: ${change.verdict}`);
