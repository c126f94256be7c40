import { Provider } from 'urql';
import { Route, Router, Switch } from 'wouter';
import { client } from './api/client.ts';
import { LiveKeys } from './keys/live-keys.tsx';
import { NotFound } from './layout/not-found.tsx';
import { Shell } from './layout/shell.tsx';
import { ImportView, KeyView, VIEWS } from './layout/views.ts';
import { LocaleProvider } from './messages/locale.tsx';
import { Session } from './session/session.tsx';

/** The console. */
export const App = () => (
  <LocaleProvider>
    <Provider value={client}>
      <Router base="/console">
        <Session>
          <LiveKeys />
          <Shell>
            <Views />
          </Shell>
        </Session>
      </Router>
    </Provider>
  </LocaleProvider>
);

const Views = () => (
  <Switch>
    {VIEWS.map(({ path, component }) => (
      <Route key={path} path={path} component={component} />
    ))}
    <Route path="/keys/:keyId">{({ keyId }) => <KeyView key={keyId} keyId={keyId} />}</Route>
    <Route path="/keys/:keyId/import">
      {({ keyId }) => <ImportView key={keyId} keyId={keyId} />}
    </Route>
    <Route>
      <NotFound />
    </Route>
  </Switch>
);
