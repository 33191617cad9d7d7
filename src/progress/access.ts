import type { Viewer } from '../identity/viewer';
import type { UpdateStatus } from './progress-update';

/*
 * Who may see which rows of unpublished work. PostgreSQL's row policies say the same (see the migrations): either alone
 * is enough, and a test takes each away in turn.
 */

interface Owned {
  organisationId: number;
}

const owns = (row: Owned, viewer: Viewer): boolean => viewer.organisation?.id === row.organisationId;

/** The organisation's own, and the Office: who submitted, and what a reviewer wrote back. */
export const isOwnOrOffice = (row: Owned, viewer: Viewer): boolean => viewer.view === 'OFFICE' || owns(row, viewer);

/** Departments see delivery detail across all duty bearers as well. */
export const isDeliveryDetailSeen = (row: Owned, viewer: Viewer): boolean =>
  viewer.view === 'GOVERNMENT' || isOwnOrOffice(row, viewer);

const SUBMITTED: readonly `${UpdateStatus}`[] = ['SUBMITTED', 'APPROVED', 'PUBLISHED'];

/** Departments see what has been submitted, but no drafts nor what was returned or withdrawn. */
export const isUpdateSeen = (row: Owned & { status: UpdateStatus }, viewer: Viewer): boolean =>
  isOwnOrOffice(row, viewer) || (viewer.view === 'GOVERNMENT' && SUBMITTED.includes(row.status));
