import './src/modules';
import { readConfig } from './src/config';
import { createDataSource } from './src/database/data-source';
import { UserError } from './src/user-error';

const { databaseUrl } = readConfig();
if (!databaseUrl) {
  throw new UserError('Name the database in DATABASE_URL: the TypeORM command line does not start the embedded one.');
}

/** For the TypeORM command line, as in: npx typeorm migration:show -d dist/ormconfig.js */
export default createDataSource(databaseUrl);
