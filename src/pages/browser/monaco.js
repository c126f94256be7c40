// Runs before GraphiQL's script, which reads this while it loads.
const WORKERS = { graphql: '/graphiql/worker-graphql.js', json: '/graphiql/worker-json.js' };

self.MonacoEnvironment = {
  globalAPI: true, // start.js changes the theme of the editors by self.monaco
  getWorkerUrl: (_module, label) => WORKERS[label] ?? '/graphiql/worker-editor.js',
};
