import type { Counts, Progress } from './answers';
import { countsFigure } from './figures';
import { html, type Html } from './html';
import { delivery, phrase } from './words';

/** What is reported and what is not, in a sentence. */
export function reportedLine({ dutyBearers, reported, notReported }: Counts): string {
  const count = (value: number): string => value.toLocaleString('en-GB');
  return `Of ${count(dutyBearers)} so counted, ${count(reported)} have been reported on and ${count(notReported)} have not.`;
}

/** Deliveries, responses and verified ratings, each counted apart. */
export function progressFigures({ byDeliveryStatus, byResponse, byVerifiedRag }: Progress): Html {
  return html`<div class="charts">
    ${countsFigure(
      'counts-delivery',
      'What has happened (delivery status, as reported)',
      ['Delivery status', 'Count'],
      byDeliveryStatus.map(({ deliveryStatus, count }) => ({ label: delivery(deliveryStatus), value: count })),
    )}
    ${countsFigure(
      'counts-responses',
      'What bodies say (responses)',
      ['Response', 'Count'],
      byResponse.map(({ response, count }) => ({ label: phrase(response), value: count })),
    )}
    ${countsFigure(
      'counts-ratings',
      "The Office's rating after verification",
      ['Rating', 'Count'],
      byVerifiedRag.map(({ rag, count }) => ({ label: phrase(rag), value: count })),
    )}
  </div>`;
}
