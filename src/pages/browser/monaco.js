// Must run before GraphiQL's script, which reads this when it loads.
const WORKERS = { graphql: '/graphiql/worker-graphql.js', json: '/graphiql/worker-json.js' };

self.MonacoEnvironment = {
  globalAPI: true, // start.js changes the editors' theme through self.monaco
  getWorkerUrl: (_module, label) => WORKERS[label] ?? '/graphiql/worker-editor.js',
};
