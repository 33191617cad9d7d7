import type { NoticeChannel } from './notice-subscription';

/** A delivery that is due: what is to be told, and to whom. */
export interface DueNotice {
  id: number;
  /** The same however often the delivery is tried; a receiver knows a repetition by it. */
  key: string;
  channel: NoticeChannel;
  attempts: number;
  /** The notice itself, which other deliveries may carry too. */
  noticeKey: string;
  event: string;
  subjectId: string;
  title: string;
  occurredAt: Date;
  organisationCode: string;
  organisationName: string;
  subscriptionKey: string;
  target: string;
  /** What a webhook is signed with; null for other channels. */
  secret: string | null;
}

/** A way to deliver notices. It throws a DeliveryFailure where one did not arrive. */
export interface Sender {
  send(notice: DueNotice): Promise<void>;
}

/** The ways that are open. A channel without a sender gets no deliveries. */
export type Senders = Partial<Record<NoticeChannel, Sender>>;

/** Milliseconds that an attempt may take in all: less than PostgreSQL lets the transaction idle that waits for it. */
export const ATTEMPT_TIMEOUT = 10_000;

/** Why a notice did not arrive, in words that hold no secret and no address: the Office reads them. */
export class DeliveryFailure extends Error {
  constructor(
    reason: string,
    /** Whether to try again would be in vain. */
    readonly final = false,
  ) {
    super(reason);
  }
}

/** The failure that an error of the network means, told by its code: its message may hold an address. */
export function networkFailure(error: unknown): DeliveryFailure {
  const { name, code } = error as Error & { code?: unknown };
  if (name === 'AbortError' || name === 'TimeoutError') {
    return new DeliveryFailure(`No answer within ${ATTEMPT_TIMEOUT / 1000} seconds.`);
  }
  return new DeliveryFailure(`No connection: ${typeof code === 'string' ? code : name}.`);
}
