import { examples } from './examples.js';

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

// GraphiQL's style follows the system's theme, but its editors look at it only once.
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', ({ matches }) => {
  if (!document.body.matches('.graphiql-light, .graphiql-dark')) self.monaco.editor.setTheme(matches ? 'graphiql-DARK' : 'graphiql-LIGHT');
});

document.querySelector('#sign-out').addEventListener('click', async () => {
  await fetch('/sign-out', { method: 'POST' });
  location.replace('/sign-in');
});
