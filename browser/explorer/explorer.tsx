import './workers';
import { GraphiQLInterface } from 'graphiql';
import 'graphiql/style.css';
import { DOC_EXPLORER_PLUGIN, DocExplorerStore } from '@graphiql/plugin-doc-explorer';
import { HISTORY_PLUGIN, HistoryStore } from '@graphiql/plugin-history';
import { GraphiQLProvider } from '@graphiql/react';
import { createRoot } from 'react-dom/client';
import { Bar } from './bar';
import { openedByLink } from './opened';
import { EXAMPLES, place } from './settings';
import { ask } from './token';
import './explorer.css';

const opened = openedByLink();

/** What was written stays with the tab, as the token does: drafts are not left behind on a machine that others use. */
createRoot(place).render(
  <GraphiQLProvider
    fetcher={(request) => ask(request) as Promise<never>}
    storage={sessionStorage}
    defaultTheme="light"
    defaultQuery={EXAMPLES[0]?.query ?? ''}
    {...(opened && { initialQuery: opened.query, initialVariables: opened.variables })}
    inputValueDeprecation
    schemaDescription
    plugins={[DOC_EXPLORER_PLUGIN, HISTORY_PLUGIN]}
    referencePlugin={DOC_EXPLORER_PLUGIN}
  >
    <HistoryStore>
      <DocExplorerStore>
        <Bar />
        <GraphiQLInterface isHeadersEditorEnabled={false} showPersistHeadersSettings={false} forcedTheme="light" />
      </DocExplorerStore>
    </HistoryStore>
  </GraphiQLProvider>,
);
