/** What was published after a revision of the register: node what-changed.js 1 */
import {
  ChangesDocument,
  FigureChangesDocument,
  RecordChangesDocument,
  RegisterClient,
} from 'social-cohesion-register-client';

const sinceRevision = Number(process.argv[2] ?? 0);
const client = new RegisterClient({ endpoint: process.env['REGISTER_URL'] ?? 'http://localhost:4000/graphql' });
// All that follows shows the register at this one moment, whatever is published meanwhile.
const { asOf, revision } = await client.moment();

const publications = client.pages(ChangesDocument, { sinceRevision, asOf }, ({ changes }) => changes);
for await (const publication of publications) {
  console.log(`${publication.revision} ${publication.publishedAt} ${publication.title}`);
  const only = { sinceRevision: publication.revision - 1, asOf };
  const records = client.pages(RecordChangesDocument, only, ({ changes }) => changes.nodes[0]?.recordChanges);
  for await (const { kind, recordType, fields, organisation } of records) {
    const changed = fields.map(({ name, from, to }) => `${name}: ${from ?? 'nothing'} -> ${to ?? 'nothing'}`);
    console.log(`  ${kind} ${recordType} ${organisation?.name ?? ''} ${changed.join('; ')}`);
  }
  const figures = client.pages(FigureChangesDocument, only, ({ changes }) => changes.nodes[0]?.figureChanges);
  for await (const { indicator, area, period, value, formerValue, isRevision } of figures) {
    const was = isRevision ? ` (was ${formerValue ?? 'missing'})` : '';
    console.log(`  ${indicator.code} ${area.name} ${period.label}: ${value ?? 'missing'}${was}`);
  }
}
console.log(`Up to revision ${revision}: remember it for the next time.`);
