import type { TypeRule } from '../graph/audience';
import type { Viewer } from '../identity/viewer';
import { isOwnOrOffice, type Owned } from '../workflow/access';
import type { UpdateStatus } from './progress-update';

const SUBMITTED: readonly `${UpdateStatus}`[] = ['SUBMITTED', 'APPROVED', 'PUBLISHED'];

export const PROGRESS_UPDATES: TypeRule = {
  mayBeSeen: (row: Owned & { status: UpdateStatus }, viewer: Viewer) =>
    isOwnOrOffice(row, viewer) || (viewer.view === 'GOVERNMENT' && SUBMITTED.includes(row.status)),
  says: 'an organisation its own; departments what is submitted, approved or published; the Office all',
};
