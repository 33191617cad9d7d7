import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';

/** What is wrong with a chain, at the first entry where anything is. */
export interface BrokenChain {
  /** The code of the organisation. */
  organisation: string;
  sequence: number;
  problem: string;
}

export interface ChainsReport {
  chains: number;
  entries: number;
  broken: BrokenChain[];
  /** SHA-256 of where all chains end: noted down elsewhere, it proves later that no chain was rewritten whole. */
  digest: string;
}

interface Entry {
  organisationId: number;
  sequence: number;
  content: string;
  previousHash: Buffer;
  hash: Buffer;
}

interface Head {
  organisationId: number;
  code: string;
  sequence: number;
  hash: Buffer;
}

const BATCH = 5_000;
const BEGINNING = createHash('sha256').digest();

/** The same text that the trigger of the migration hashes; kept apart from it, so that changing that proves nothing. */
const CONTENT = `jsonb_build_array(organisation_id, sequence, (extract(epoch from occurred_at) * 1000000)::int8, actor,
  action, subject_type, subject_key, detail, encode(previous_hash, 'hex'))::text`;

/** Proves the audit trail: each chain is whole, in order, linked, and ends where it should. */
export async function verifyChains(
  dataSource: DataSource,
  onEntries: (count: number, total: number) => void = () => undefined,
): Promise<ChainsReport> {
  const heads = await dataSource.query<Head[]>(
    `select organisation_id as "organisationId", organisation.code, sequence, hash
     from audit_head join organisation on organisation.id = organisation_id order by organisation_id`,
  );
  const strays = await dataSource.query<{ code: string; sequence: number }[]>(
    `select organisation.code, min(sequence) as sequence from audit_entry
     join organisation on organisation.id = organisation_id
     where not exists (select from audit_head where audit_head.organisation_id = audit_entry.organisation_id)
     group by organisation.code order by 1`,
  );
  const broken: BrokenChain[] = strays.map(({ code, sequence }) => ({
    organisation: code,
    sequence,
    problem: 'the register does not know where the chain ends',
  }));
  const total = heads.reduce((sum, { sequence }) => sum + sequence, 0);
  let entries = 0;
  for (const head of heads) {
    const found = await verifyChain(dataSource, head, (count) => {
      entries += count;
      onEntries(count, total);
    });
    if (found) broken.push(found);
  }
  const ends = heads.map(({ code, sequence, hash }) => `${code} ${sequence} ${hash.toString('hex')}\n`);
  const digest = createHash('sha256').update(ends.join('')).digest('hex');
  return { chains: heads.length, entries, broken, digest };
}

async function verifyChain(
  dataSource: DataSource,
  { organisationId, code, sequence: end, hash: endHash }: Head,
  onEntries: (count: number) => void,
): Promise<BrokenChain | null> {
  const brokenAt = (sequence: number, problem: string): BrokenChain => ({ organisation: code, sequence, problem });
  let last: Pick<Entry, 'sequence' | 'hash'> = { sequence: 0, hash: BEGINNING };
  for (;;) {
    const batch = await dataSource.query<Entry[]>(
      `select organisation_id as "organisationId", sequence, ${CONTENT} as content, previous_hash as "previousHash", hash
       from audit_entry where organisation_id = $1 and sequence > $2 order by sequence limit ${BATCH}`,
      [organisationId, last.sequence],
    );
    for (const entry of batch) {
      if (entry.sequence !== last.sequence + 1) return brokenAt(last.sequence + 1, 'it is missing');
      if (!entry.previousHash.equals(last.hash))
        return brokenAt(entry.sequence, 'it does not follow the one before it');
      const hash = createHash('sha256').update(entry.content).digest();
      if (!hash.equals(entry.hash)) return brokenAt(entry.sequence, 'it is not what was written');
      last = entry;
    }
    onEntries(batch.length);
    if (batch.length < BATCH) break;
  }
  if (last.sequence < end) return brokenAt(last.sequence + 1, 'it is missing');
  if (last.sequence > end || !last.hash.equals(endHash)) {
    return brokenAt(last.sequence, 'the chain ends elsewhere than the register knows');
  }
  return null;
}
