import { delivery } from '../report/words';

export interface Counts {
  dutyBearers: number;
  reported: number;
  notReported: number;
  overdue: number;
}

export interface BarProgress extends Counts {
  byDeliveryStatus: { deliveryStatus: string | null; count: number }[];
}

export const COUNTS = 'dutyBearers reported notReported overdue';
export const BAR = `${COUNTS} byDeliveryStatus { deliveryStatus count }`;

/** What each status is drawn in. Told apart by lightness too, and each is named with its count below the bar. */
const FILLS: Record<string, string> = {
  IMPLEMENTED: '#003d2c',
  PARTLY_IMPLEMENTED: '#00703c',
  PENDING_VERIFICATION: '#12436d',
  IN_PROGRESS: '#4c8bc1',
  NOT_STARTED: '#f3c13a',
  NOT_IMPLEMENTED: '#a33b20',
  SUPERSEDED: '#6f777b',
};
const NOT_REPORTED = '#d3d8dc';

/** How far those who must act have come, with who has not reported as a part of its own. */
export function progressBar(id: string, { dutyBearers, reported, notReported, byDeliveryStatus }: BarProgress) {
  let from = 0;
  const parts = byDeliveryStatus
    .filter(({ count }) => count > 0)
    .map(({ deliveryStatus, count }) => {
      const width = (100 * count) / dutyBearers;
      const part = {
        label: delivery(deliveryStatus),
        count,
        from: from.toFixed(2),
        width: width.toFixed(2),
        fill: deliveryStatus === null ? NOT_REPORTED : (FILLS[deliveryStatus] ?? NOT_REPORTED),
      };
      from += width;
      return part;
    });
  const count = (value: number): string => value.toLocaleString('en-GB');
  const says = `Of ${count(dutyBearers)} asked to act, ${count(reported)} ${reported === 1 ? 'has' : 'have'} reported and ${count(notReported)} ${notReported === 1 ? 'has' : 'have'} not.`;
  return { id, parts, says };
}
