import type { RevisionWatch } from './revision-watch';

/**
 * The header by which an answer says the newest revision that it shows, and a request the newest that its reader has
 * seen: an answer to that shows nothing older, whichever server and replica gives it.
 */
export const REVISION_HEADER = 'register-revision';

/** What a request says its reader has seen cannot be, or cannot be checked now; `status` is that of HTTP. */
export class UnknownRevision extends Error {
  constructor(
    readonly status: 400 | 503,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The revision that the reader of a request has seen, by its header; 0 where it says nothing. Once this has answered,
 * the server knows that revision. Throws UnknownRevision where the register has no such revision, or where it is newer
 * than the server knows and the primary cannot be asked.
 */
export async function revisionSeen(
  header: string | readonly string[] | undefined,
  revisions: RevisionWatch,
): Promise<number> {
  if (header === undefined) return 0;
  const said = String(header).trim();
  if (!/^\d{1,10}$/.test(said)) {
    throw new UnknownRevision(
      400,
      `The header ${REVISION_HEADER} must be a whole number, got ${JSON.stringify(said)}.`,
    );
  }
  const seen = Number(said);
  if (seen <= revisions.revision) return seen;
  let newest: number;
  try {
    newest = await revisions.refresh();
  } catch {
    throw new UnknownRevision(503, `Whether there is a revision ${seen} cannot be told now. Try again later.`);
  }
  if (seen <= newest) return seen;
  throw new UnknownRevision(
    400,
    `The header ${REVISION_HEADER} says ${seen}, but the newest revision is ${newest}: send that of an answer, or none.`,
  );
}
