import path from 'node:path';
import { readConfig } from '../src/config';
import { DEFAULT_LIMITS, LIMIT_NAMES, LIMITS } from '../src/limits/limits';

describe('the configuration', () => {
  const NOTHING_MORE = {
    production: false,
    issuers: [],
    replicaUrls: [],
    responseCacheBytes: 50_000_000,
    stopDelaySeconds: 0,
    limits: DEFAULT_LIMITS,
    trustedProxies: [],
    corsOrigins: [],
    viewDatabaseUrls: { PUBLIC: undefined, COUNCIL: undefined, GOVERNMENT: undefined, OFFICE: undefined },
  };

  it('needs nothing to be set', () => {
    expect(readConfig({})).toEqual({
      port: 4000,
      host: 'localhost',
      databaseUrl: undefined,
      dataDirectory: path.resolve('.data'),
      downloads: { directory: path.resolve('.data/downloads'), keep: 10 },
      logLevel: 'warn',
      ...NOTHING_MORE,
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
      downloads: { directory: path.resolve('/d/downloads'), keep: 10 },
      logLevel: 'info',
      ...NOTHING_MORE,
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

  it('reads the replicas, and says which variable is wrong without the passwords in it', () => {
    const [first, second] = ['postgres://u:p@h:1/d', 'postgresql://u:p@h:2/d'];
    expect(readConfig({ DATABASE_REPLICA_URLS: `${first}, ${second}` }).replicaUrls).toEqual([first, second]);
    expect(() => readConfig({ DATABASE_REPLICA_URLS: `${first},mysql://u:secret@h/d` })).toThrow(
      '  DATABASE_REPLICA_URLS: expected postgres://user:password@host:port/database, got the value given.',
    );
  });

  it('logs every request in production unless told otherwise, and serves metrics where it is told to', () => {
    const variables = { NODE_ENV: 'production', METRICS_PORT: '9464', STOP_DELAY_SECONDS: '15' };
    expect(readConfig(variables)).toMatchObject({
      logLevel: 'info',
      metrics: { host: 'localhost', port: 9464 },
      stopDelaySeconds: 15,
    });
    expect(readConfig({ ...variables, LOG_LEVEL: 'warn' }).logLevel).toBe('warn');
    expect(() => readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' })).toThrow(
      'OTEL_EXPORTER_OTLP_ENDPOINT: expected the address of a collector, such as http://localhost:4318, got "collector".',
    );
  });

  it.each(LIMIT_NAMES)('reads the limit %s, and 0 for no limit', (name) => {
    const { variable, largest } = LIMITS[name];
    expect(readConfig({ [variable]: '7' }).limits).toEqual({ ...DEFAULT_LIMITS, [name]: 7 });
    expect(readConfig({ [variable]: '0' }).limits).toEqual({ ...DEFAULT_LIMITS, [name]: Infinity });
    for (const wrong of ['-1', '1.5', 'many', ...(largest ? [String(largest + 1)] : [])]) {
      expect(() => readConfig({ [variable]: wrong })).toThrow(`${variable}: expected a whole number of`);
    }
  });

  it('reads the proxies to believe, and the origins whose pages may send tokens', () => {
    const { trustedProxies, corsOrigins } = readConfig({
      TRUST_PROXY: '10.0.0.0/8, ::1',
      CORS_ORIGINS: 'https://a.example,http://localhost:8080',
    });
    expect(trustedProxies).toEqual(['10.0.0.0/8', '::1']);
    expect(corsOrigins).toEqual(['https://a.example', 'http://localhost:8080']);
    expect(() => readConfig({ TRUST_PROXY: 'everyone' })).toThrow('TRUST_PROXY: expected addresses or networks');
    for (const wrong of ['*', 'https://a.example/', 'a.example']) {
      expect(() => readConfig({ CORS_ORIGINS: wrong })).toThrow('CORS_ORIGINS: expected origins');
    }
  });

  it('reads issuers, with defaults for what a provider usually calls things', () => {
    const issuer = { issuer: 'https://login.example/tenant', audience: 'api://register' };
    const defaults = {
      algorithms: ['RS256'],
      viewClaim: 'view',
      organisationClaim: 'organisation',
      rolesClaim: 'roles',
    };
    expect(readConfig({ OIDC_ISSUERS: JSON.stringify([issuer]) }).issuers).toEqual([{ ...issuer, ...defaults }]);
    const own = {
      ...issuer,
      algorithms: ['ES256'],
      viewClaim: 'extension_view',
      organisationClaim: 'o',
      rolesClaim: 'r',
    };
    expect(readConfig({ OIDC_ISSUERS: JSON.stringify([own]) }).issuers).toEqual([own]);
    expect(readConfig({ NODE_ENV: 'production' }).production).toBe(true);
  });

  it.each([
    'https://login.example',
    '{}',
    '[{"issuer":"https://login.example"}]',
    '[{"issuer":"x","audience":"a"}]',
    '[{"issuer":"https://login.example","audience":"a","algorithms":["none"]}]',
    '[{"issuer":"https://login.example","audience":"a","algorithms":["HS256"]}]',
    '[{"issuer":"https://login.example","audience":"a","colour":"red"}]',
    '[{"issuer":"https://login.example","audience":"a"},{"issuer":"https://login.example","audience":"b"}]',
  ])('refuses the issuers %s', (OIDC_ISSUERS) => {
    expect(() => readConfig({ OIDC_ISSUERS })).toThrow('OIDC_ISSUERS: expected a JSON list such as');
  });

  it('reads how people sign in, and says what is missing for it', () => {
    const OIDC_ISSUERS = '[{"issuer":"https://login.example","audience":"a"}]';
    const whole = { OIDC_ISSUERS, OIDC_CLIENT_ID: 'register', PUBLIC_URL: 'https://register.example' };
    expect(readConfig({}).signIn).toBeUndefined();
    expect(readConfig({ ...whole, OIDC_CLIENT_SECRET: 's' })).toMatchObject({
      publicUrl: 'https://register.example',
      signIn: { issuer: { issuer: 'https://login.example' }, clientSecret: 's', scope: 'openid profile' },
    });
    const { OIDC_ISSUERS: _issuers, ...noIssuers } = whole;
    expect(() => readConfig(noIssuers)).toThrow('OIDC_ISSUERS: expected where people sign in');
    expect(() => readConfig({ ...whole, PUBLIC_URL: '' })).toThrow('PUBLIC_URL: expected the address that people');
    expect(() => readConfig({ ...whole, PUBLIC_URL: 'https://a.example/' })).toThrow('PUBLIC_URL: expected scheme');
    const plain = { ...whole, NODE_ENV: 'production', PUBLIC_URL: 'http://a.example' };
    expect(() => readConfig(plain)).toThrow('PUBLIC_URL: expected https://… in production');
    expect(() => readConfig({ ...whole, OIDC_SCOPE: 'profile' })).toThrow('OIDC_SCOPE: expected words with "openid"');
  });

  it.each(['x', '-1', '65536', '4000.5', '4e3', ' '])('refuses the port %j', (PORT) => {
    expect(() => readConfig({ PORT })).toThrow('PORT: expected a whole number');
  });
});
