import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { type FormEvent, useEffect, useState } from 'react';
import { exampleInAddress } from './opened';
import { EXAMPLES } from './settings';
import { describeViewer, keepToken, readToken } from './token';

const USERS = [...new Set(EXAMPLES.map(({ user }) => user))];

/** What stands over the editor: the ready-made queries, and the place for a token. */
export function Bar() {
  return (
    <div className="explorer-bar">
      <Examples />
      <Token />
    </div>
  );
}

function Examples() {
  const { addTab, updateActiveTabValues } = useGraphiQLActions();
  const queryEditor = useGraphiQL((state) => state.queryEditor);
  const variableEditor = useGraphiQL((state) => state.variableEditor);
  const [shown, setShown] = useState(exampleInAddress);

  const open = (name: string): void => {
    const example = EXAMPLES.find((each) => each.name === name);
    setShown(example);
    if (!example) return;
    if (queryEditor?.getValue().trim()) addTab();
    const { query, variables } = example;
    updateActiveTabValues({ query, variables });
    queryEditor?.setValue(query);
    variableEditor?.setValue(variables);
  };

  return (
    <div className="explorer-field">
      <label htmlFor="example">Ready-made queries</label>
      <select
        id="example"
        value={shown?.name ?? ''}
        onChange={(event) => open(event.target.value)}
        aria-describedby="says"
      >
        <option value="">Choose a query</option>
        {USERS.map((user) => (
          <optgroup key={user} label={user.charAt(0).toUpperCase() + user.slice(1)}>
            {EXAMPLES.filter((example) => example.user === user).map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      <p id="says" role="status">
        {shown &&
          `${shown.says}${shown.view === 'PUBLIC' ? '' : ` It needs a token of the ${shown.view.toLowerCase()} view.`}`}
      </p>
    </div>
  );
}

function Token() {
  const { introspect } = useGraphiQLActions();
  const [token, setToken] = useState(readToken);
  const [viewer, setViewer] = useState('');

  const look = async (): Promise<void> => setViewer(await describeViewer());
  useEffect(() => void look(), []);

  const use = async (event: FormEvent, chosen: string): Promise<void> => {
    event.preventDefault();
    setToken(chosen);
    keepToken(chosen.trim().replace(/^Bearer\s+/i, ''));
    await Promise.all([look(), introspect()]);
  };

  return (
    <form className="explorer-field" onSubmit={(event) => void use(event, token)}>
      <label htmlFor="token">Token</label>
      <div className="explorer-row">
        <input
          id="token"
          type="password"
          autoComplete="off"
          spellCheck={false}
          value={token}
          onChange={(event) => setToken(event.target.value)}
          aria-describedby="viewer"
        />
        <button type="submit">Use token</button>
        {token !== '' && (
          <button type="button" onClick={(event) => void use(event, '')}>
            Forget it
          </button>
        )}
      </div>
      <p id="viewer" role="status">
        {viewer}
      </p>
    </form>
  );
}
