import { phrase } from '../report/words';
import type { Column } from './table';
import { dueText } from './words';

interface Standing {
  selfRatedRag: string;
  verifiedRag: string;
  dueOn: string | null;
  isOverdue: boolean;
}

/** How an assignment is rated and when it is due: columns of every table of assignments. */
export const STANDING_COLUMNS: readonly Column<Standing>[] = [
  { name: 'own_rating', heading: 'Its own rating', value: ({ selfRatedRag }) => phrase(selfRatedRag) },
  { name: 'office_rating', heading: 'The Office’s rating', value: ({ verifiedRag }) => phrase(verifiedRag) },
  {
    name: 'due',
    heading: 'Due',
    value: ({ dueOn }) => dueOn,
    text: ({ dueOn, isOverdue }) => dueText(dueOn, isOverdue),
  },
];
