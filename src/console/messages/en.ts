import { access } from './en/access.ts';
import { audit } from './en/audit.ts';
import { common } from './en/common.ts';
import { create } from './en/create.ts';
import { failures } from './en/failures.ts';
import { importing } from './en/import.ts';
import { key } from './en/key.ts';
import { keys } from './en/keys.ts';
import { layout } from './en/layout.ts';
import { service } from './en/service.ts';
import { session } from './en/session.ts';
import { tryIt } from './en/try-it.ts';

/** English, in which the texts are written first. A view has one file. */
export const en = {
  access,
  audit,
  common,
  create,
  failures,
  import: importing,
  key,
  keys,
  layout,
  service,
  session,
  tryIt,
};

/** The texts of all views, as they are in English. */
export type Messages = typeof en;
