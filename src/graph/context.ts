import DataLoader from 'dataloader';
import type { Reads } from '../database/database';
import type { Viewer } from '../identity/viewer';

/** Fetches many keys with one statement; answers in the order of the keys, undefined where there is nothing. */
export type BatchRead<Key, Value> = (database: Reads, keys: readonly Key[]) => Promise<readonly Value[]>;

/** What a resolver is given of the request it serves. Nothing in it outlives the request. */
export class Context {
  private readonly loaders = new Map<object, DataLoader<unknown, unknown>>();

  constructor(
    readonly database: Reads,
    readonly viewer: Viewer,
  ) {}

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

  private readonly variants = new WeakMap<object, Map<string, BatchRead<never, unknown>>>();

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
}
