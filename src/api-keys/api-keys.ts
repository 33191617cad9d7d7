import { LRUCache } from 'lru-cache';
import type { Reads } from '../database/database';
import { PUBLIC_VIEWER, type Viewer } from '../identity/viewer';
import { hashOf, isWellFormed } from './api-key';

/** Milliseconds that it is remembered whose a key is: as long as a revoked one may go on. */
const REMEMBERED = 1_000;
const MOST_KEYS = 10_000;

/** Knows whose an API key is. A key sees what everyone sees; what it takes is counted by itself. */
export class ApiKeys {
  private readonly viewers = new LRUCache<string, Promise<Viewer | null>>({
    max: MOST_KEYS,
    ttl: REMEMBERED,
  });

  /** The database as the public may read it. */
  constructor(private readonly reads: Reads) {}

  /** The viewer that sends a key; null for what is no key, or no longer one. */
  async viewerOf(key: string): Promise<Viewer | null> {
    if (!isWellFormed(key)) return null;
    const hash = hashOf(key);
    let viewer = this.viewers.get(hash);
    if (viewer === undefined) {
      viewer = this.look(hash);
      this.viewers.set(hash, viewer);
      // A failure to look is not remembered.
      viewer.catch(() => this.viewers.delete(hash));
    }
    return viewer;
  }

  private async look(hash: string): Promise<Viewer | null> {
    const [row] = await this.reads.rows<{ id: number | null }>('select api_key_holder($1) as id', [hash]);
    return row?.id == null ? null : { ...PUBLIC_VIEWER, apiKeyId: row.id };
  }
}
