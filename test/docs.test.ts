import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, validate } from 'graphql';
import '../src/modules';
import type { View } from '../src/graph/audience';
import { buildUnshieldedView } from '../src/graph/schema';
import { projectDirectory } from '../src/project';
import { TestServer } from './support/server';

describe.each(['docs/reporting.md', 'docs/notices.md', 'docs/using-the-api.md'])('%s', (document) => {
  const text = readFileSync(path.join(projectDirectory, document), 'utf8');
  const examples = [...text.matchAll(/```graphql (\w+)\n(.*?)```/gs)].map(
    (match) => match.slice(1) as [string, string],
  );

  it('has examples', () => {
    expect(examples.length).toBeGreaterThan(0);
    // An example that names no view would not be tried.
    expect(text).not.toMatch(/```graphql\n/);
  });

  it.each(examples)('has an example for the %s view that the view understands: %s', (view, example) => {
    const schema = buildUnshieldedView(view.toUpperCase() as View);
    expect(validate(schema, parse(example)).map(({ message }) => message)).toEqual([]);
  });
});

describe('the examples of the public view in docs/', () => {
  let server: TestServer;
  beforeAll(async () => (server = await TestServer.start('reference')));
  afterAll(() => server.stop());

  const examples = readdirSync(path.join(projectDirectory, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) => [
      ...readFileSync(path.join(projectDirectory, 'docs', file), 'utf8').matchAll(/```graphql public\n(.*?)```/gs),
    ])
    .map((match) => match[1]!);

  it.each(examples)('are answered: %s', async (example) => {
    expect((await server.ask(example)).errors).toBeUndefined();
  });
});
