import { examples } from './examples.js';

const WORKERS = { graphql: '/graphiql/worker-graphql.js', json: '/graphiql/worker-json.js' };
self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_module, label) => WORKERS[label] ?? '/graphiql/worker-editor.js',
};

/** Variables may hold plaintexts, so nothing that is typed here outlives the tab: storage is a map, not the browser's. */
function memoryStorage() {
  const items = new Map();
  return {
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, String(value)),
    removeItem: (name) => void items.delete(name),
    clear: () => items.clear(),
    key: (index) => [...items.keys()][index] ?? null,
    get length() {
      return items.size;
    },
  };
}

const tabs = examples.map(({ query, variables }) => ({ query, variables: variables ? JSON.stringify(variables, null, 2) : '' }));

globalThis.YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
  endpoint: '/graphql',
  title: 'Keywright',
  logo: '<span></span>',
  defaultTabs: tabs,
  variables: tabs[0].variables, // the first tab takes them from here alone
  storage: memoryStorage(),
  shouldPersistHeaders: false,
  isHeadersEditorEnabled: false,
  onEditQuery() {}, // the default writes every query into the address bar, and so into the browser's history
});

document.querySelector('#sign-out').addEventListener('click', async () => {
  await fetch('/sign-out', { method: 'POST' });
  location.replace('/sign-in');
});
