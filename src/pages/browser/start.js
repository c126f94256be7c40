import { restoreQueries, saveQueries } from './queries.js';

globalThis.YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
  endpoint: '/graphql',
  title: 'Keywright',
  logo: '<span></span>',
  ...restoreQueries(),
  onTabChange: saveQueries,
  shouldPersistHeaders: false,
  isHeadersEditorEnabled: false,
  onEditQuery() {}, // by default every query goes into the address bar, and so into the browser's history
});

// GraphiQL's style follows the system's theme, but its editors read the theme only when they start.
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', ({ matches }) => {
  if (!document.body.matches('.graphiql-light, .graphiql-dark'))
    self.monaco.editor.setTheme(matches ? 'graphiql-DARK' : 'graphiql-LIGHT');
});

document.querySelector('#sign-out').addEventListener('click', async () => {
  await fetch('/sign-out', { method: 'POST' });
  sessionStorage.clear();
  location.replace('/sign-in');
});
