import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer';
import type { MailConfig } from '../config';
import { idOf } from '../graph/node';
import { ATTEMPT_TIMEOUT, DeliveryFailure, type DueNotice, networkFailure, type Sender } from './sender';

/** Milliseconds for a step of the conversation with the mail server. */
const STEP_TIMEOUT = 5_000;

/** Sends notices by e-mail, through the server of SMTP_URL. */
export class MailSender implements Sender {
  private readonly transport: Transporter;
  private readonly domain: string;

  constructor({ url, from }: MailConfig) {
    this.transport = createTransport(
      {
        url,
        connectionTimeout: STEP_TIMEOUT,
        greetingTimeout: STEP_TIMEOUT,
        socketTimeout: STEP_TIMEOUT,
        disableFileAccess: true,
        disableUrlAccess: true,
      },
      { from, headers: { 'Auto-Submitted': 'auto-generated' } },
    );
    this.domain = from.slice(from.indexOf('@') + 1);
  }

  async send(notice: DueNotice): Promise<void> {
    const mail: SendMailOptions & { signal: AbortSignal } = {
      // Not as text, which would be read as a list of addresses.
      to: { name: '', address: notice.target },
      subject: notice.title,
      text: textOf(notice),
      messageId: `<${notice.key}@${this.domain}>`,
      signal: AbortSignal.timeout(ATTEMPT_TIMEOUT),
    };
    try {
      await this.transport.sendMail(mail);
    } catch (error) {
      // What the server says may hold the address, so only its number is kept.
      const { responseCode } = error as { responseCode?: number };
      throw responseCode === undefined
        ? networkFailure(error)
        : new DeliveryFailure(`The mail server answered ${responseCode}.`);
    }
  }
}

const textOf = (notice: DueNotice): string => `${notice.title}

When: ${notice.occurredAt.toISOString()}
What it is about: ${notice.subjectId}
(an id of the register's API, for its query "node")

This goes to ${notice.organisationName}, which has subscribed this
address to notices of the register of the Office for Social Cohesion and
Democratic Resilience. To end it, an administrator there sends the API the
mutation unsubscribeFromNotices with this id:
${idOf('NoticeSubscription', notice.subscriptionKey)}
`;
