import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { useViewer } from '../session/viewer.ts';
import type { Principal } from './principal-field.tsx';

/** The question that the address gives: `?principal=<ARN>&action=<permission>&resource=<ARN>`. */
export function useAddressArns(): {
  readonly principal: Principal;
  readonly action: string;
  readonly resource: string;
} {
  const [parameters] = useSearchParams();
  const { arn: own } = useViewer();
  const [given] = useState(() => {
    const arn = parameters.get('principal') ?? own;
    const [, type, name] = /:(user|role)\/([^/]+)/.exec(arn) ?? [];
    return {
      principal:
        type === undefined || name === undefined
          ? ({ type: 'root', name: '' } as const)
          : { type: type as 'user' | 'role', name },
      action: parameters.get('action') ?? '',
      resource: parameters.get('resource') ?? '',
    };
  });
  return given;
}
