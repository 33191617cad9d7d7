/** What is put on record of one act. PostgreSQL adds the time and links it to the chain of its organisation. */
export interface AuditRecord {
  organisationId: number;
  /** The person, as their token names them; for what the register does by itself, the name of its part. */
  actor: string;
  /** The mutation; or `read` for a look at what is restricted. */
  action: string;
  subjectType: string | null;
  subjectKey: string | null;
  detail: object;
}

/** Writes the entry, in the transaction that `run` runs statements in. */
export async function writeAuditEntry(
  run: (sql: string, parameters: readonly unknown[]) => Promise<unknown>,
  record: AuditRecord,
): Promise<void> {
  await run(
    `insert into audit_entry (organisation_id, actor, action, subject_type, subject_key, detail)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      record.organisationId,
      record.actor,
      record.action,
      record.subjectType,
      record.subjectKey,
      JSON.stringify(record.detail),
    ],
  );
}
