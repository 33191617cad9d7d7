import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from 'pino';
import type { Database } from '../database/database';
import { isUnavailable } from '../database/unavailable';
import { Executor } from '../graph/executor';
import { buildView } from '../graph/schema';
import { PUBLIC_VIEWER } from '../identity/viewer';
import type { Job } from '../notices/worker';
import type { Publication } from '../publications/publication';
import type { RevisionWatch } from '../publications/revision-watch';
import { FORMATS } from './formats';
import { makeApart } from './make-apart';
import { makeRelease, UNFINISHED, WHOLE_FILES } from './make-release';
import { Snapshot } from './parts';
import { type DownloadTable, downloadTables } from './tables';

/** How many revisions may wait to be made because somebody asked for them. */
const MOST_WANTED = 10;
/** Milliseconds that one revision may take. */
const LONGEST = 60 * 60 * 1000;
/** Milliseconds after which what another process left unfinished is taken for lost. */
const LOST_AFTER = 2 * LONGEST;

interface DownloadsOptions {
  /** The public view's. */
  database: Database;
  /** The newest revision; 0 before the first publication. */
  revisions: Pick<RevisionWatch, 'revision'>;
  /** Where the files are kept. Servers may share it. */
  directory: string;
  /** How many of the newest revisions to have ready, and how many older ones to keep that were asked for. */
  keep: number;
  logger: Logger;
}

/**
 * The register as files, a folder for each revision. The newest revisions are made ahead, the newest of all first; an older
 * one is made when it is asked for, from the past that the register keeps.
 */
export class Downloads {
  private readonly wanted = new Set<number>();
  private known: Publication[] = [];
  private graph: { executor: Executor; tables: readonly DownloadTable[] } | undefined;

  constructor(private readonly options: DownloadsOptions) {}

  get tables(): readonly DownloadTable[] {
    return this.publicGraph.tables;
  }

  /** Made when it is first needed: it takes as long as a good part of the start. */
  private get publicGraph(): { executor: Executor; tables: readonly DownloadTable[] } {
    if (!this.graph) {
      const schema = buildView('PUBLIC');
      this.graph = { executor: new Executor(schema), tables: downloadTables(schema) };
    }
    return this.graph;
  }

  get directory(): string {
    return this.options.directory;
  }

  /** The names of the files of every revision. */
  get fileNames(): string[] {
    const names = this.tables.flatMap(({ name }) => [
      ...FORMATS.map(({ extension }) => `${name}.${extension}`),
      `${name}.csv-metadata.json`,
    ]);
    return [...names, ...WHOLE_FILES];
  }

  /** Has files made as soon as there is something to make, by a process of their own. */
  get job(): Job {
    return {
      name: 'downloads',
      everyMilliseconds: 1_000,
      longestMilliseconds: LONGEST,
      run: (signal) => this.makeDue(signal, ({ revision }) => makeApart(revision, signal)),
    };
  }

  /** Makes what is due, one revision after the other, until nothing is. */
  async makeDue(
    signal?: AbortSignal,
    make = (release: Release): Promise<void> => this.make(release, signal),
  ): Promise<void> {
    for (let next = await this.nextDue(); next; next = await this.nextDue()) {
      await make(next);
      if (signal?.aborted) return;
      this.wanted.delete(next.revision);
      await this.tidy();
    }
  }

  /** Makes the files of a revision, unless they are there or there is no such revision. */
  async makeMissing(revision: number): Promise<void> {
    const release = (await this.releases()).find((each) => each.revision === revision);
    if (release && !release.isMade) await this.make(release);
  }

  /** The publications, the newest first, and whether the files of each are there. */
  async releases(): Promise<Release[]> {
    const publications = await this.publications();
    const folders = new Set(await this.folders());
    return publications.map((publication) => ({ ...publication, isMade: folders.has(folderName(publication)) }));
  }

  /** While the database is away, those that were there: their files are for good. */
  private async publications(): Promise<Publication[]> {
    try {
      this.known = await this.options.database.rows<Publication>(
        'select revision, kind, title, published_at as "publishedAt" from publication order by revision desc',
      );
    } catch (error) {
      if (this.known.length === 0 || !isUnavailable(error)) throw error;
    }
    return this.known;
  }

  /** The folder of a release whose files are there. */
  folderOf(publication: Pick<Publication, 'revision' | 'publishedAt'>): string {
    return path.join(this.options.directory, folderName(publication));
  }

  /** Has a revision made before long; false where too many wait. */
  want(revision: number): boolean {
    if (!this.wanted.has(revision) && this.wanted.size >= MOST_WANTED) return false;
    this.wanted.add(revision);
    return true;
  }

  private async nextDue(): Promise<Release | undefined> {
    const { revisions, keep } = this.options;
    if (revisions.revision === 0) return undefined;
    const releases = await this.releases();
    const missing = (release: Release): boolean => !release.isMade;
    const [newest] = releases;
    if (newest && missing(newest)) return newest;
    for (const { revision, isMade } of releases) if (isMade) this.wanted.delete(revision);
    return releases.find(({ revision }) => this.wanted.has(revision)) ?? releases.slice(0, keep).find(missing);
  }

  private async make({ revision, publishedAt, ...publication }: Release, signal?: AbortSignal): Promise<void> {
    const { database, logger } = this.options;
    const began = performance.now();
    const snapshot = new Snapshot(this.publicGraph.executor, database, PUBLIC_VIEWER);
    try {
      await snapshot.begin();
      await makeRelease({
        edition: { revision, publishedAt: publishedAt.toISOString() },
        tables: this.tables,
        snapshot,
        folder: this.folderOf({ ...publication, revision, publishedAt }),
        signal,
      });
    } catch (error) {
      if (signal?.aborted) return;
      throw error;
    } finally {
      await snapshot.end();
    }
    logger.info({ revision, seconds: (performance.now() - began) / 1000 }, 'the downloads of a revision are made');
  }

  /** Removes what is kept no longer: of older revisions all but the last that were made, and what was left unfinished. */
  private async tidy(): Promise<void> {
    const { keep, directory } = this.options;
    const newest = new Set((await this.releases()).slice(0, keep).map(folderName));
    const others = (await readdir(directory)).filter((name) => !newest.has(name));
    const made = await Promise.all(
      others.map(async (name) => ({ name, time: (await stat(path.join(directory, name))).ctimeMs })),
    );
    const old = made.filter(({ name }) => FOLDER_NAME.test(name)).sort((one, other) => other.time - one.time);
    const lost = made.filter(({ name, time }) => name.startsWith(UNFINISHED) && time < Date.now() - LOST_AFTER);
    for (const { name } of [...old.slice(keep), ...lost]) {
      await rm(path.join(directory, name), { recursive: true, force: true });
    }
  }

  private async folders(): Promise<string[]> {
    try {
      return (await readdir(this.options.directory)).filter((name) => FOLDER_NAME.test(name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }
}

/** A publication, and whether its files are there. */
export interface Release extends Publication {
  isMade: boolean;
}

const FOLDER_NAME = /^\d+-\d+$/;

/** With the moment of the publication, because a folder may come to be used for another register. */
export const folderName = ({ revision, publishedAt }: Pick<Publication, 'revision' | 'publishedAt'>): string =>
  `${revision}-${publishedAt.getTime()}`;
