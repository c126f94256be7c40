import { useTranslations } from 'use-intl';
import type { Failure } from '../api/failure.ts';
import { errorOf, TextField } from '../ui/fields.tsx';
import { isSendable, PolicyEditor } from './policy-editor.tsx';

/** What can be changed of a role, as it is typed. */
export interface RoleDetails {
  readonly description: string;
  readonly trustPolicy: string;
  /** Longest session, in seconds. */
  readonly seconds: string;
}

/** Seconds of the longest session of a role: by default, and at most (CreateRole). */
export const DEFAULT_SESSION_SECONDS = 3_600;
const MAX_SESSION_SECONDS = 43_200;
const MAX_DESCRIPTION_CHARACTERS = 1_024;
const MAX_TRUST_CHARACTERS = 2_048;

/** A trust policy that lets these principals assume the role. */
export const trustPolicyFor = (...arns: readonly string[]): string =>
  JSON.stringify(
    {
      Version: '1',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { RAM: arns } }],
    },
    null,
    2,
  );

const isDuration = (seconds: string) =>
  /^\d+$/.test(seconds) &&
  Number(seconds) >= DEFAULT_SESSION_SECONDS &&
  Number(seconds) <= MAX_SESSION_SECONDS;

/** Whether the details of a role are worth sending. */
export const isRoleSendable = ({ trustPolicy, seconds }: RoleDetails): boolean =>
  isDuration(seconds) && isSendable(trustPolicy, MAX_TRUST_CHARACTERS);

interface RoleFieldsProps {
  readonly details: RoleDetails;
  readonly onChange: (details: RoleDetails) => void;
  readonly failure: Failure | undefined;
  /** Names of the input fields. */
  readonly fields: Readonly<Record<keyof RoleDetails, string>>;
}

/** The details of a role: who can assume it, for how long, and what it is for. */
export function RoleFields({ details, onChange, failure, fields }: RoleFieldsProps) {
  const t = useTranslations('access.roles');
  const limits = { min: DEFAULT_SESSION_SECONDS, max: MAX_SESSION_SECONDS };
  return (
    <>
      <TextField
        label={t('description')}
        value={details.description}
        onChange={(description) => onChange({ ...details, description })}
        maxLength={MAX_DESCRIPTION_CHARACTERS}
        error={errorOf(failure, fields.description)}
      />
      <TextField
        label={t('seconds')}
        description={t('secondsHint', limits)}
        value={details.seconds}
        onChange={(seconds) => onChange({ ...details, seconds })}
        error={
          isDuration(details.seconds) ? errorOf(failure, fields.seconds) : t('secondsFault', limits)
        }
      />
      <PolicyEditor
        label={t('trust')}
        description={t('trustHint')}
        value={details.trustPolicy}
        onChange={(trustPolicy) => onChange({ ...details, trustPolicy })}
        maxCharacters={MAX_TRUST_CHARACTERS}
        failure={failure}
        field={fields.trustPolicy}
      />
    </>
  );
}
