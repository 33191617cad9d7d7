import { duty } from './reports/duty';
import { evidence } from './reports/evidence';
import { report } from './reports/report';
import { correction, editReport, newReport } from './reports/report-form';
import { reports } from './reports/reports';
import { amendFigures, newFigures } from './returns/upload';
import { figures } from './returns/figures';
import { figuresReturn } from './returns/figures-return';
import { releases } from './returns/releases';
import { tasks } from './tasks/tasks';
import type { AnyWorkPage } from './work-page';

/** Every page of those who have signed in. */
export const PAGES: readonly AnyWorkPage[] = [
  tasks,
  reports,
  ...duty,
  ...newReport,
  report,
  editReport,
  correction,
  evidence,
  figures,
  newFigures,
  figuresReturn,
  amendFigures,
  releases,
];
