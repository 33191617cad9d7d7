import path from 'node:path';
import { readConfig } from '../src/config';

describe('the configuration', () => {
  it('needs nothing to be set', () => {
    expect(readConfig({})).toEqual({
      port: 4000,
      host: 'localhost',
      databaseUrl: undefined,
      dataDirectory: path.resolve('.data'),
      logLevel: 'warn',
    });
  });

  it('takes an empty variable for one not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' })).toEqual(readConfig({}));
  });

  it('reads what is set', () => {
    const variables = {
      PORT: '0',
      HOST: '0.0.0.0',
      DATABASE_URL: 'postgres://u:p@h:1/d',
      DATA_DIR: '/d',
      LOG_LEVEL: 'info',
    };
    expect(readConfig(variables)).toEqual({
      port: 0,
      host: '0.0.0.0',
      databaseUrl: 'postgres://u:p@h:1/d',
      dataDirectory: path.resolve('/d'),
      logLevel: 'info',
    });
  });

  it('tells everything that is wrong at once, and never prints a password', () => {
    const read = (): unknown => readConfig({ PORT: '70000', DATABASE_URL: 'mysql://u:secret@h/d', LOG_LEVEL: 'loud' });
    expect(read).toThrow(
      'The configuration is wrong.\n' +
        '  PORT: expected a whole number from 0 to 65535 (0 picks a free port), got "70000".\n' +
        '  DATABASE_URL: expected postgres://user:password@host:port/database, got the value given.\n' +
        '  LOG_LEVEL: expected one of fatal, error, warn, info, debug, silent, got "loud".',
    );
  });

  it.each(['x', '-1', '65536', '4000.5', '4e3', ' '])('refuses the port %j', (PORT) => {
    expect(() => readConfig({ PORT })).toThrow('PORT: expected a whole number');
  });
});
