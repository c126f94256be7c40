import { openKmsService } from '#operations/account/open-kms-service.ts';
import type { Facts } from '../../support/operation/facts.ts';
import { testOperation } from '../../support/operation/test-operation.ts';

export const facts: Facts = {
  operation: openKmsService,
  examples: [{}],
  parameters: [],
  response: [],
  always: 'Forbidden.Opened',
  missingInSdks: ['@alicloud/kms20160120'],
};

testOperation(import.meta, facts);
