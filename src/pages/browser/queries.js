import { examples } from './examples.js';

/**
 * A reload keeps the tabs' queries. It keeps no variables, headers or answers, because they may hold plaintexts: these exist in
 * memory only. A query can hold a plaintext too, as a literal. So queries are in sessionStorage, not in localStorage: no other
 * tab can read them, and they end with the tab, although a browser may restore a tab that was closed. Signing in or out
 * deletes them.
 */
const QUERIES = 'keywright:queries';
const TAB_STATE = 'graphiql:tabState'; // GraphiQL's own name

const variablesOf = (query) => {
  const variables = examples.find((example) => example.query === query)?.variables;
  return variables ? JSON.stringify(variables, null, 2) : '';
};

export function saveQueries({ tabs, activeTabIndex }) {
  const queries = tabs.map(({ id, title, query, operationName }) => ({
    id,
    title,
    query,
    operationName,
  }));
  sessionStorage.setItem(QUERIES, JSON.stringify({ tabs: queries, activeTabIndex }));
}

/** @returns GraphiQL's options for the saved queries; for the examples where nothing is saved */
export function restoreQueries() {
  const saved = JSON.parse(sessionStorage.getItem(QUERIES));
  const queries = saved?.tabs ?? examples;
  const tabs = queries.map((tab) => ({
    ...tab,
    variables: variablesOf(tab.query),
    headers: null,
    response: null,
  }));
  const { query, variables } = tabs[saved?.activeTabIndex ?? 0];
  const items = saved ? [[TAB_STATE, JSON.stringify({ ...saved, tabs })]] : [];
  return { defaultTabs: tabs, query, variables, storage: memoryStorage(items) };
}

/** What GraphiQL stores itself: the tabs with their variables, among others. */
function memoryStorage(initial) {
  const items = new Map(initial);
  return {
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, String(value)),
    removeItem: (name) => void items.delete(name),
    clear() {
      items.clear();
      sessionStorage.removeItem(QUERIES);
    },
    key: (index) => [...items.keys()][index] ?? null,
    get length() {
      return items.size;
    },
  };
}
