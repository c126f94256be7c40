import { useTranslations } from 'use-intl';
import { Select } from '../ui/choices.tsx';
import type { PairTarget } from './pair-target.ts';
import { VersionField } from './version-field.tsx';

interface PairFieldsProps<Algorithm extends string> {
  readonly target: PairTarget;
  readonly algorithms: readonly Algorithm[];
  readonly algorithm: Algorithm;
  readonly onAlgorithm: (algorithm: Algorithm) => void;
  readonly version: string;
  readonly onVersion: (keyVersionId: string) => void;
}

/** What each operation with a key pair needs: an algorithm and a version. */
export function PairFields<Algorithm extends string>(props: PairFieldsProps<Algorithm>) {
  const { target, algorithms, algorithm, onAlgorithm, version, onVersion } = props;
  const t = useTranslations('tryIt');
  return (
    <div className="fields">
      <Select
        label={t('algorithm')}
        choices={algorithms.map((value) => ({ value, label: value }))}
        value={algorithm}
        onChange={onAlgorithm}
      />
      <VersionField versions={target.versions} value={version} onChange={onVersion} />
    </div>
  );
}
