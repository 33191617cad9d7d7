import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectDirectory } from '../src/project';
import { TestServer } from './support/server';

describe('the README', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  const text = readFileSync(path.join(projectDirectory, 'README.md'), 'utf8');
  const examples = [...text.matchAll(/```graphql\n(.*?)```\s*```json\n(.*?)```/gs)].map(
    (match) => match.slice(1) as [string, string],
  );

  it('has an example for each kind of user', () => {
    expect(examples).toHaveLength(4);
  });

  it.each(examples)('is answered as it says: %s', async (query, answer) => {
    expect({ data: await server.query(query) }).toEqual(JSON.parse(answer));
  });
});
