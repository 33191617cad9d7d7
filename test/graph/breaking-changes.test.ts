import { findUnannouncedBreaks } from '../../src/graph/breaking-changes';

describe('the breaking-change check', () => {
  const before = 'type Query { council(gssCode: String!): String councils: [String] }';
  const announce = (text: string): string => `# Changelog\n\n## Unreleased\n\n### Breaking\n\n- ${text}\n`;
  const paths = async (after: string, changelog = ''): Promise<string[]> =>
    (await findUnannouncedBreaks(before, after, changelog)).map(({ path }) => path);

  it('lets additions and descriptions pass', async () => {
    expect(await paths(`${before.replace('}', 'more: Int }')} "New." type More { a: Int }`)).toEqual([]);
    expect(await paths(before)).toEqual([]);
  });

  it('stops what is taken away or narrowed', async () => {
    expect(await paths('type Query { council(gssCode: String!): String }')).toEqual(['Query.councils']);
    expect(await paths(before.replace('[String]', '[Int]'))).toEqual(['Query.councils']);
    expect(await paths(before.replace('gssCode: String!', 'gssCode: String!, year: Int!'))).toEqual([
      'Query.council.year',
    ]);
  });

  it('lets an announced break pass, and only that one', async () => {
    const after = 'type Query { other: Int }';
    expect(await paths(after, announce('`Query.councils` is gone: use `Query.other`.'))).toEqual(['Query.council']);
    expect(await paths(after, announce('`Query.council` and `Query.councils` are gone.'))).toEqual([]);
    expect(await paths(after, '### Added\n\n- `Query.council` and `Query.councils`\n')).toEqual([
      'Query.council',
      'Query.councils',
    ]);
  });
});
