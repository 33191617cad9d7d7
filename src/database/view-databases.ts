import { type View, VIEWS } from '../graph/audience';
import { Database } from './database';

/** The PostgreSQL role that each view reads through: see the migration that makes them. */
export const VIEW_ROLES: Record<View, string> = {
  PUBLIC: 'oscdr_public',
  COUNCIL: 'oscdr_council',
  GOVERNMENT: 'oscdr_government',
  OFFICE: 'oscdr_office',
};

export type ViewDatabases = Record<View, Database> & { close(): Promise<void> };

type ViewUrls = Partial<Record<View, string | undefined>>;

/** Opens a pool of connections for a view: as the login of its own that it has, or in its role on the common one. */
export function openViewDatabase(
  view: View,
  databaseUrl: string,
  viewUrls: ViewUrls,
  statementMilliseconds?: number,
): Promise<Database> {
  return Database.open(viewUrls[view] ?? databaseUrl, {
    role: VIEW_ROLES[view],
    variable: viewUrls[view] === undefined ? 'DATABASE_URL' : `DATABASE_URL_${view}`,
    ...(statementMilliseconds !== undefined && { statementMilliseconds }),
  });
}

/** The same for each view. */
export async function openViewDatabases(
  databaseUrl: string,
  viewUrls: ViewUrls = {},
  statementMilliseconds?: number,
): Promise<ViewDatabases> {
  const databases = {} as Record<View, Database>;
  const open = async (view: View): Promise<void> => {
    databases[view] = await openViewDatabase(view, databaseUrl, viewUrls, statementMilliseconds);
  };
  const close = async (): Promise<void> => {
    await Promise.all(Object.values(databases).map(({ dataSource }) => dataSource.destroy()));
  };
  const failed = (await Promise.allSettled(VIEWS.map(open))).find(({ status }) => status === 'rejected');
  if (failed) {
    await close();
    throw (failed as PromiseRejectedResult).reason;
  }
  return { ...databases, close };
}
