import { Redirect, Route, Switch } from 'wouter';
import { NotFound } from '../layout/not-found.tsx';
import './access.css';
import { AccessNavigation } from './access-navigation.tsx';
import { MyCredentials } from './my-credentials.tsx';
import { Policies } from './policies.tsx';
import { Policy } from './policy.tsx';
import { Role } from './role.tsx';
import { Roles } from './roles.tsx';
import { Sessions } from './sessions.tsx';
import { User } from './user.tsx';
import { Users } from './users.tsx';
import { WhatIf } from './what-if.tsx';

/** Who may do what: users, roles, policies, credentials and sessions. */
export default function Access() {
  return (
    <div className="access">
      <AccessNavigation />
      <Switch>
        <Route path="/access">
          <Redirect to="/access/users" replace />
        </Route>
        <Route path="/access/users" component={Users} />
        <Route path="/access/users/:name">
          {({ name }) => <User key={name} userName={name} />}
        </Route>
        <Route path="/access/roles" component={Roles} />
        <Route path="/access/roles/:name">
          {({ name }) => <Role key={name} roleName={name} />}
        </Route>
        <Route path="/access/policies" component={Policies} />
        <Route path="/access/policies/:type/:name">
          {({ type, name }) =>
            type === 'Custom' || type === 'System' ? (
              <Policy key={`${type}/${name}`} policy={{ policyType: type, policyName: name }} />
            ) : (
              <NotFound />
            )
          }
        </Route>
        <Route path="/access/tokens" component={MyCredentials} />
        <Route path="/access/sessions" component={Sessions} />
        <Route path="/access/what-if" component={WhatIf} />
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </div>
  );
}
