import net from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { Pool } from 'pg';
import { poolConfig } from '../../src/database/data-source';
import { rowsFrom } from '../../src/database/database';

const message = (type: string, body: string): Buffer => {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(4 + Buffer.byteLength(body), 1);
  return Buffer.concat([head, Buffer.from(body)]);
};
/** What PostgreSQL says of a connection that is there, and of one that it ends at once. */
const WELCOME = [message('R', '\0\0\0\0'), message('K', '\0\0\0\u0001\0\0\0\u0001'), message('Z', 'I')];
const FAREWELL = message('E', 'SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0');

describe('a connection that PostgreSQL ends in the moment it is given out', () => {
  let server: net.Server;
  let pool: Pool;
  let greeted: number;

  beforeEach(async () => {
    greeted = 0;
    server = net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        greeted++;
        // In one piece, as they come when the server has no time to read between them.
        socket.end(Buffer.concat([...WELCOME, FAREWELL]));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    pool = new Pool(poolConfig(`postgres://reader@127.0.0.1:${port}/register`, 'oscdr_public'));
    pool.on('error', () => undefined);
  });
  afterEach(async () => {
    await pool.end();
    await new Promise((resolve) => server.close(resolve));
  });

  it.each([
    ['may be broken off', new AbortController().signal],
    ['goes on to its end', undefined],
  ])('fails a read that %s, and not the process', async (_, signal) => {
    const reads = [1, 2, 3].map(() => rowsFrom(pool, { text: 'select' }, signal));
    for (const read of await Promise.allSettled(reads)) {
      expect(read).toMatchObject({ status: 'rejected', reason: expect.any(Error) });
    }
    expect(greeted).toBeGreaterThan(0);
    // What is not heard comes a moment later.
    await setTimeout(50);
    expect(pool.totalCount).toBe(0);
  });

  it('fails a transaction, and not the process', async () => {
    await expect(
      pool.connect().then((client) => client.query('begin').finally(() => client.release(true))),
    ).rejects.toThrow();
    await setTimeout(50);
    expect(pool.totalCount).toBe(0);
  });
});
