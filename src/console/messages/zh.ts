import type { Translated } from './catalogue.ts';
import type { Messages as English } from './en.ts';
import { access } from './zh/access.ts';
import { audit } from './zh/audit.ts';
import { common } from './zh/common.ts';
import { create } from './zh/create.ts';
import { failures } from './zh/failures.ts';
import { importing } from './zh/import.ts';
import { key } from './zh/key.ts';
import { keys } from './zh/keys.ts';
import { layout } from './zh/layout.ts';
import { service } from './zh/service.ts';
import { session } from './zh/session.ts';
import { tryIt } from './zh/try-it.ts';

/** Simplified Chinese. */
export const zh: Translated<English> = {
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
