import DataLoader from 'dataloader';
import { RestrictedReads } from '../audit/restricted-reads';
import { type Database, type Past, type Reads, TransactionReads } from '../database/database';
import { turn } from '../database/turns';
import type { PublishedReads } from '../database/replicas';
import type { Viewer } from '../identity/viewer';
import type { Account } from '../limits/budgets';
import type { Deadline } from '../limits/deadline';
import type { RequestFacts } from '../operations/request-facts';
import type { RowStream } from './row-stream';

/** Fetches many keys with one statement; answers in the order of the keys, undefined where there is nothing. */
export type BatchRead<Key, Value> = (database: Reads, keys: readonly Key[]) => Promise<readonly Value[]>;

/** What is read whole, a part after the other, and not in pages. */
export interface WholeRead {
  /** All of it is read here. Whoever began it ends it. */
  transaction: TransactionReads;
  /** The list that is read in parts. */
  stream: RowStream;
  /** Whether the lists below it are whole too, where the query does not say how many. */
  listsBelow: boolean;
}

/** What a resolver is given of the request it serves. Nothing in it outlives the request. */
export class Context {
  private loaders = new Map<object, DataLoader<unknown, unknown>>();
  private readonly variants = new WeakMap<object, Map<string, BatchRead<never, unknown>>>();
  private reads: TransactionReads | undefined;
  private publicReads: Reads | undefined;
  /** Contexts of the past that root fields of this request look at, by moment and by the name in the answer. */
  private readonly pasts = new Map<number, Context>();
  private readonly moments = new Map<string | number, Context>();
  private looksBack = false;
  private ended = false;
  /** Whose points the request takes, and how many; where a server counts them. */
  account: Account | undefined;
  cost = 0;
  /** When the request must be done, where a server says so. */
  deadline: Deadline | undefined;

  constructor(
    /** The database as the view of the request has it. */
    readonly view: Database,
    readonly viewer: Viewer,
    readonly restrictedReads = new RestrictedReads(),
    /** Where the request looks at the past: from what database. */
    private readonly pastReads?: () => Reads,
    /** Where what is published is read from, where that is not always `view`. */
    readonly published?: PublishedReads,
    /** What the log and the metrics are told of the request. */
    readonly facts?: RequestFacts,
    /** Where lists are read whole. */
    readonly whole?: WholeRead,
  ) {}

  /** Whether it reads the register as it was at a moment. */
  get looksAtPast(): boolean {
    return this.pastReads !== undefined;
  }

  get database(): Reads {
    if (this.pastReads) return this.pastReads();
    if (this.whole) return this.whole.transaction;
    // What is public needs no transaction; a look at the past does, and then all of the request shares it.
    if (this.viewer.organisation === null && !this.looksBack) return (this.publicReads ??= this.readPublic());
    return this.transaction;
  }

  private readPublic(): Reads {
    const reads = this.published ?? this.view;
    const signal = this.deadline?.signal;
    return {
      rows: async <Row>(sql: string, parameters?: readonly unknown[]) => {
        const rows = await reads.rows<Row>(sql, parameters, signal);
        await turn();
        return rows;
      },
      columns: (entity) => reads.columns(entity),
      table: (entity) => reads.table(entity),
    };
  }

  private get transaction(): TransactionReads {
    if (this.whole) return this.whole.transaction;
    // A field may want to read when another has failed and the request is answered: nobody would end its transaction.
    if (this.ended && !this.reads) throw new Error('The request has been answered.');
    const scope = { organisationId: this.viewer.organisation?.id };
    return (this.reads ??= new TransactionReads(this.view, scope, this.deadline?.signal));
  }

  /** Loads one key through the request's DataLoader for `read`: the keys of one level of a query go in one batch. */
  load<Key, Value>(read: BatchRead<Key, Value>, key: Key): Promise<Value> {
    let loader = this.loaders.get(read) as DataLoader<Key, Value> | undefined;
    if (!loader) {
      loader = new DataLoader<Key, Value>((keys) => read(this.database, keys));
      this.loaders.set(read, loader);
    }
    return loader.load(key);
  }

  /** The same for a foreign key that may be null, which leads to null. */
  async loadOptional<Key, Value>(read: BatchRead<Key, Value>, key: Key | null): Promise<Value | null> {
    return key === null ? null : this.load(read, key);
  }

  /** A batch read that depends on arguments: one for each different set of arguments in the request. */
  variant<Key, Value>(owner: object, signature: string, create: () => BatchRead<Key, Value>): BatchRead<Key, Value> {
    let variants = this.variants.get(owner);
    if (!variants) {
      variants = new Map<string, BatchRead<never, unknown>>();
      this.variants.set(owner, variants);
    }
    let read = variants.get(signature) as BatchRead<Key, Value> | undefined;
    if (!read) {
      variants.set(signature, (read = create()));
    }
    return read;
  }

  /** Said before anything is read of a request that may look at the past: it reads all it reads by one connection. */
  mayLookBack(): void {
    this.looksBack = true;
    this.published?.stayAtPrimary();
  }

  /** Has a root field look at the register as it was at a moment. */
  lookBack(rootKey: string | number, past: Past): Context {
    const time = past.moment.getTime();
    let context = this.pasts.get(time);
    if (!context) {
      const reads = (): Reads => this.transaction.at(past);
      context = new Context(this.view, this.viewer, this.restrictedReads, reads, undefined, undefined, this.whole);
      this.pasts.set(time, context);
    }
    this.moments.set(rootKey, context);
    return context;
  }

  /** The context that a field is resolved with: of the past, where its root field looks there. */
  of<Info>(rootKey: (info: Info) => string | number, info: Info): Context {
    return this.moments.size === 0 ? this : (this.moments.get(rootKey(info)) ?? this);
  }

  /** Forgets what was read, and gives the connection back: around a write, which changes what would be read. */
  async forget(): Promise<void> {
    const { reads } = this;
    this.reads = undefined;
    this.loaders = new Map();
    await reads?.end();
  }

  /** Ends the transaction that the request read in; call it once, when it is about to be answered. */
  async end(): Promise<void> {
    this.ended = true;
    await this.reads?.end();
    await this.restrictedReads.record(this.view, this.viewer);
  }
}
