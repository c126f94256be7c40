import { expect, it } from 'vitest';
import type { GraphqlCall } from '#graphql/call.ts';
import { createKey } from '#operations/key/create-key.ts';
import { describeKey } from '#operations/key/describe-key.ts';
import type { AccountReader } from '#store/read/account-reader.ts';

// Checked by tsc: each line below must not compile, or its directive is an error.
function resolver(call: GraphqlCall, reader: AccountReader) {
  // @ts-expect-error a resolver has no services, so it cannot read without a permission
  call.services.db.key.findMany();
  // @ts-expect-error nor the reader for what may take its time
  call.services.backgroundDb.key.count();
  // @ts-expect-error nor loaders but by call.read(operation)
  call.loaders.key('id');
  // @ts-expect-error what call.read hands out has no client
  call.read(describeKey).key.findMany();
  // @ts-expect-error a made-up operation is none
  call.read({ name: 'DescribeKey', needsPermission: false });
  // @ts-expect-error nor does one that writes permit a read
  call.read(createKey);
  // @ts-expect-error nor has the reader that it is made of
  reader.key.findMany();
}

it('A resolver that reads without a permission does not compile', () => {
  expect(resolver).toBeTypeOf('function');
});
