import { begin, type Database, end, undo } from '../database/database';
import type { View } from '../graph/audience';
import type { Viewer } from '../identity/viewer';
import { writeAuditEntry } from './audit-trail';

/** Views that see others' unpublished work: what they read of it is put on record. */
const RECORDED: readonly View[] = ['GOVERNMENT', 'OFFICE'];

interface RestrictedRow {
  organisationId?: number;
}

/** What one request has read that is not everyone's: which types, of which organisations, how many rows. */
export class RestrictedReads {
  private readonly seen = new WeakSet<object>();
  private readonly rows = new Map<string, Map<number | null, number>>();

  /** Called for every field of a row that a rule lets through; a row counts once. */
  note(typeName: string, row: RestrictedRow): void {
    if (this.seen.has(row)) return;
    this.seen.add(row);
    let organisations = this.rows.get(typeName);
    if (!organisations) this.rows.set(typeName, (organisations = new Map<number | null, number>()));
    const owner = row.organisationId ?? null;
    organisations.set(owner, (organisations.get(owner) ?? 0) + 1);
  }

  /** Called for a list of a type that has a rule: it says something even where no field of its rows is asked for. */
  noteList(typeName: string, rows: readonly RestrictedRow[]): void {
    if (!this.rows.has(typeName)) this.rows.set(typeName, new Map<number | null, number>());
    rows.forEach((row) => this.note(typeName, row));
  }

  /** Writes the audit entry, before the answer goes out: without it there is no answer. */
  async record(database: Database, viewer: Viewer): Promise<void> {
    if (this.rows.size === 0 || viewer.organisation === null || !RECORDED.includes(viewer.view)) return;
    const read = Object.fromEntries(
      [...this.rows].map(([typeName, organisations]) => [
        typeName,
        [...organisations].map(([organisationId, rows]) => ({ organisationId, rows })),
      ]),
    );
    const scope = { organisationId: viewer.organisation.id, subject: viewer.subject! };
    const client = await begin(database, scope, '');
    try {
      await writeAuditEntry((sql, parameters) => client.query(database.prepare(sql, parameters)), {
        organisationId: viewer.organisation.id,
        actor: viewer.subject!,
        action: 'read',
        subjectType: null,
        subjectKey: null,
        detail: { read },
      });
    } catch (error) {
      await undo(client, error);
      throw error;
    }
    await end(client, 'commit');
  }
}
