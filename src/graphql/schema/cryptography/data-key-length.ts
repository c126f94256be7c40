import { builder } from '../../builder.ts';
import { DataKeySpec } from '../../enums.ts';
import type { InputFields } from '../../key-field.ts';

const DataKeyLengthInput = builder.inputType('DataKeyLengthInput', {
  description: 'Length of a data key, in exactly one of the two fields.',
  isOneOf: true,
  fields: (t) => ({
    keySpec: t.field({ type: DataKeySpec, description: 'Algorithm that the data key is for.' }),
    numberOfBytes: t.int({ description: 'Number of bytes, 1 to 1,024.' }),
  }),
});

/** The length of a new data key. */
export const dataKeyLengthField = (t: InputFields) =>
  t.field({
    type: DataKeyLengthInput,
    description: 'Length of the data key. Default: that of `AES_256`.',
  });
