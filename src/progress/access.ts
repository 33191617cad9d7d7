import type { TypeRule } from '../graph/audience';
import type { Viewer } from '../identity/viewer';
import type { UpdateStatus } from './progress-update';

/*
 * Who may see which rows of unpublished work. PostgreSQL's row policies say the same (see the migrations): either alone
 * is enough, and a test takes each away in turn.
 */

interface Owned {
  organisationId: number;
}

const isOwnOrOffice = (row: Owned, viewer: Viewer): boolean =>
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

const SUBMITTED: readonly `${UpdateStatus}`[] = ['SUBMITTED', 'APPROVED', 'PUBLISHED'];

export const PROGRESS_UPDATES: TypeRule = {
  mayBeSeen: (row: Owned & { status: UpdateStatus }, viewer: Viewer) =>
    isOwnOrOffice(row, viewer) || (viewer.view === 'GOVERNMENT' && SUBMITTED.includes(row.status)),
  says: 'an organisation its own; departments what is submitted, approved or published; the Office all',
};
