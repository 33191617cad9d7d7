import type { TypeRule } from '../graph/audience';
import type { Viewer } from '../identity/viewer';

/*
 * Who may see which rows of unpublished work. PostgreSQL's row policies say the same (see the migrations): either alone
 * is enough, and a test takes each away in turn.
 */

export interface Owned {
  organisationId: number;
}

export const isOwnOrOffice = (row: Owned, viewer: Viewer): boolean =>
  viewer.view === 'OFFICE' || viewer.organisation?.id === row.organisationId;

/** Who submitted, and what a reviewer wrote back. */
export const OWN_OR_OFFICE: TypeRule = {
  mayBeSeen: isOwnOrOffice,
  says: 'an organisation its own; the Office all',
};

export const DELIVERY_DETAIL: TypeRule = {
  mayBeSeen: (row: Owned, viewer: Viewer) => viewer.view === 'GOVERNMENT' || isOwnOrOffice(row, viewer),
  says: 'a council or other duty bearer its own; departments and the Office all',
};
