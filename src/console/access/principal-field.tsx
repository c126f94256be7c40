import { useTranslations } from 'use-intl';
import {
  RolesDocument,
  type RolesQuery,
  UsersDocument,
  type UsersQuery,
} from '../../generated/documents/console/graphql.ts';
import { usePages } from '../api/use-pages.ts';
import { identityArn, useViewer } from '../session/viewer.ts';
import { Select } from '../ui/choices.tsx';
import { ComboBox } from '../ui/combo-box.tsx';

/** Who is asked about. */
export interface Principal {
  readonly type: 'user' | 'role' | 'root';
  /** Empty for the root identity. */
  readonly name: string;
}

/** The ARN of a principal of the account. */
export function usePrincipalArn({ type, name }: Principal): string {
  const viewer = useViewer();
  return identityArn(viewer, type === 'root' ? 'root' : `${type}/${name}`);
}

interface PrincipalFieldProps {
  readonly principal: Principal;
  readonly onChange: (principal: Principal) => void;
  readonly error: string | undefined;
}

/** Chooses a user, a role or the root identity. */
export function PrincipalField({ principal, onChange, error }: PrincipalFieldProps) {
  const t = useTranslations('access.whatIf');
  const { type, name } = principal;
  const field = { name, onChange: (text: string) => onChange({ type, name: text }), error };
  return (
    <div className="fields what-if-fields">
      <Select
        label={t('principal')}
        description={t('principalHint')}
        choices={(['user', 'role', 'root'] as const).map((value) => ({ value, label: t(value) }))}
        value={type}
        onChange={(chosen) => onChange({ type: chosen, name: '' })}
      />
      {type === 'user' && <UserField {...field} />}
      {type === 'role' && <RoleField {...field} />}
    </div>
  );
}

interface NameFieldProps {
  readonly name: string;
  readonly onChange: (name: string) => void;
  readonly error: string | undefined;
}

const NO_VARIABLES = {};
const pickUsers = ({ users }: UsersQuery) => users;
const pickRoles = ({ roles }: RolesQuery) => roles;

function UserField({ name, onChange, error }: NameFieldProps) {
  const t = useTranslations('access.whatIf');
  const { items = [] } = usePages(UsersDocument, NO_VARIABLES, pickUsers);
  return (
    <ComboBox
      label={t('userName')}
      description={t('nameHint')}
      value={name}
      onChange={onChange}
      error={error}
      isRequired
      choices={items.map(({ userName, displayName }) => ({
        value: userName,
        label: userName,
        description: displayName,
      }))}
    />
  );
}

function RoleField({ name, onChange, error }: NameFieldProps) {
  const t = useTranslations('access.whatIf');
  const { items = [] } = usePages(RolesDocument, NO_VARIABLES, pickRoles);
  return (
    <ComboBox
      label={t('roleName')}
      description={t('nameHint')}
      value={name}
      onChange={onChange}
      error={error}
      isRequired
      choices={items.map(({ roleName, description }) => ({
        value: roleName,
        label: roleName,
        description,
      }))}
    />
  );
}
