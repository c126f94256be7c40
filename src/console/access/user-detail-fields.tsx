import { useTranslations } from 'use-intl';
import type { Failure } from '../api/failure.ts';
import { errorOf, TextField } from '../ui/fields.tsx';

/** What can be said about a user. */
export interface UserDetails {
  readonly displayName: string;
  readonly email: string;
  readonly mobilePhone: string;
  readonly comments: string;
}

/** A user about whom nothing is said. */
export const NO_DETAILS: UserDetails = {
  displayName: '',
  email: '',
  mobilePhone: '',
  comments: '',
};

interface UserDetailFieldsProps {
  readonly details: UserDetails;
  readonly onChange: (details: UserDetails) => void;
  readonly failure: Failure | undefined;
}

const MAX_CHARACTERS = 128;
const FIELDS = [
  ['displayName', 'text'],
  ['email', 'email'],
  ['mobilePhone', 'tel'],
  ['comments', 'text'],
] as const;

/** The details of a user. */
export function UserDetailFields({ details, onChange, failure }: UserDetailFieldsProps) {
  const t = useTranslations('access.users');
  return (
    <div className="fields">
      {FIELDS.map(([field, type]) => (
        <TextField
          key={field}
          label={t(field)}
          type={type}
          value={details[field]}
          onChange={(value) => onChange({ ...details, [field]: value })}
          maxLength={MAX_CHARACTERS}
          error={
            errorOf(failure, field) ??
            errorOf(failure, `new${field.charAt(0).toUpperCase()}${field.slice(1)}`)
          }
        />
      ))}
    </div>
  );
}
