import http from 'node:http';
import https from 'node:https';
import { Webhook } from 'standardwebhooks';
import { tracing } from '../operations/tracing';
import { isPublic, literalAddress, lookUpPublic, NotPublic } from './public-address';
import { ATTEMPT_TIMEOUT, DeliveryFailure, type DueNotice, networkFailure, type Sender } from './sender';

const GONE = 410;

/** Posts notices to the addresses that organisations chose; in production to none but public ones, and encrypted. */
export class WebhookSender implements Sender {
  constructor(private readonly production: boolean) {}

  async send(notice: DueNotice): Promise<void> {
    const url = new URL(notice.target);
    if (this.production) refuseHidden(url);
    const body = JSON.stringify({
      id: notice.noticeKey,
      event: notice.event,
      subjectId: notice.subjectId,
      title: notice.title,
      occurredAt: notice.occurredAt.toISOString(),
      organisation: notice.organisationCode,
    });
    const id = `${notice.noticeKey}_${notice.subscriptionKey}`;
    const time = new Date();
    const status = await this.post(url, body, {
      'content-type': 'application/json',
      'user-agent': 'social-cohesion-register',
      ...tracing?.headers(),
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(time.getTime() / 1000)),
      'webhook-signature': new Webhook(notice.secret!).sign(id, time, body),
    });
    // A redirect is not followed: it would lead where nobody has looked.
    if (status < 200 || status > 299) throw new DeliveryFailure(`Answered with status ${status}.`, status === GONE);
  }

  /** Posts, and gives the status of the answer. */
  private async post(url: URL, body: string, headers: http.OutgoingHttpHeaders): Promise<number> {
    const { request } = url.protocol === 'https:' ? https : http;
    try {
      return await new Promise((resolve, reject) => {
        request(
          url,
          {
            method: 'POST',
            headers,
            // A connection of its own: one kept open from before would not be looked up.
            agent: false,
            ...(this.production && { lookup: lookUpPublic }),
            signal: AbortSignal.timeout(ATTEMPT_TIMEOUT),
          },
          (response) => {
            resolve(response.statusCode!);
            // What else it says is of no interest, however long it goes on.
            response.destroy();
          },
        )
          .on('error', reject)
          .end(body);
      });
    } catch (error) {
      throw error instanceof NotPublic ? hidden() : networkFailure(error);
    }
  }
}

/** An address that stands in the URL itself is never looked up. */
function refuseHidden(url: URL): void {
  if (url.protocol !== 'https:') throw new DeliveryFailure('The address does not begin with https://.');
  const address = literalAddress(url);
  if (address !== undefined && !isPublic(address)) throw hidden();
}

const hidden = (): DeliveryFailure => new DeliveryFailure('The address is not one of the public internet.');
