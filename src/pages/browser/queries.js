import { examples } from './examples.js';

/**
 * A reload keeps the queries of the tabs. Variables, headers and answers may hold plaintexts, so
 * they are kept in memory only. A query can hold a plaintext too, as a literal. So queries are in
 * sessionStorage, not in localStorage: no other browser tab can read them, and they are deleted
 * with the tab (but a browser may restore a closed tab) and at sign-in or sign-out.
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

/** @returns GraphiQL's options for the saved queries, or for the examples if nothing is saved */
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

/** Storage for GraphiQL, in memory: it stores the tabs with their variables, among others. */
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
