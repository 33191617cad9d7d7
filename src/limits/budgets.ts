import { hash, randomBytes } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';
import type { Viewer } from '../identity/viewer';
import type { LimitName, Limits } from './limits';

/** Milliseconds that a budget is for. */
export const WINDOW = 60_000;

/** How many callers are known at once. Whoever has asked nothing for longest is forgotten, with what they spent. */
const MOST_CALLERS = 100_000;

/** What a caller has asked in the present window, of what they may ask. */
export class Account {
  private spent = 0;

  constructor(
    /** The limit that it is of. */
    readonly name: LimitName,
    readonly limit: number,
    /** When it is full again, in milliseconds since 1970. */
    readonly resetsAt: number,
  ) {}

  get remaining(): number {
    return Math.max(0, this.limit - this.spent);
  }

  /** Takes points if there are as many; false leaves all as it is. */
  take(points: number): boolean {
    if (points > this.limit - this.spent) return false;
    this.spent += points;
    return true;
  }

  /** Seconds until it is full again, at least one. */
  get secondsLeft(): number {
    return Math.max(1, Math.ceil((this.resetsAt - Date.now()) / 1000));
  }
}

/**
 * The point budgets of all callers, in the memory of this server: with several servers each has its own, and a caller may
 * ask as much of every one. Counted in the database they would be one, but then what is kept and costs nothing would cost
 * a write, and those who ask too much would be felt most where there is least to spare.
 *
 * Addresses are nobody's business: only hashes of them are held, under a key that is made anew for each window.
 */
export class Budgets {
  private accounts = new LRUCache<string, Account>({ max: MOST_CALLERS });
  private resetsAt = 0;
  private secret = '';

  constructor(private readonly limits: Limits) {}

  /** Whose points a request takes: its API key's, its organisation's, or else its address's. */
  of(viewer: Viewer, address: string): Account {
    return this.account(...callerOf(viewer, address));
  }

  /** What is left of tokens that may be refused to an address. */
  refusalsOf(address: string): Account {
    return this.account('refusedTokens', network(address));
  }

  private account(name: LimitName, caller: string): Account {
    this.turn();
    const isAddress = name === 'publicPoints' || name === 'refusedTokens';
    const key = `${name} ${isAddress ? hash('sha256', this.secret + caller, 'base64') : caller}`;
    let account = this.accounts.get(key);
    if (!account) this.accounts.set(key, (account = new Account(name, this.limits[name], this.resetsAt)));
    return account;
  }

  /** Begins a new window where the last is over. */
  private turn(): void {
    const now = Date.now();
    // Also where the clock was set back: a window is never longer than it should be.
    if (now < this.resetsAt && this.resetsAt - now <= WINDOW) return;
    this.resetsAt = (Math.floor(now / WINDOW) + 1) * WINDOW;
    this.secret = randomBytes(16).toString('hex');
    this.accounts.clear();
  }
}

/** Who asks, as far as it is counted: an API key, an organisation, or else a network; and the limit on their points. */
export function callerOf({ apiKeyId, organisation }: Viewer, address: string): [name: LimitName, caller: string] {
  if (apiKeyId !== undefined) return ['keyPoints', String(apiKeyId)];
  if (organisation) return ['organisationPoints', String(organisation.id)];
  return ['publicPoints', network(address)];
}

/** What of an address stands for one caller: of IPv6 the first 64 bits, because whoever has one of these has all of them. */
export function network(address: string): string {
  // Nearly all addresses; and there is nothing to change in those.
  if (!address.includes(':')) return address;
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4' ? parsed.toString() : (parsed as ipaddr.IPv6).parts.slice(0, 4).join(':');
}
