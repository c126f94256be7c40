import type { Translated } from '../catalogue.ts';
import type { access as English } from '../en/access.ts';
import { allow } from './access-allow.ts';
import { attachments } from './access-attachments.ts';
import { decision } from './access-decision.ts';
import { editor } from './access-editor.ts';
import { holders } from './access-holders.ts';
import { keys } from './access-keys.ts';
import { links } from './access-links.ts';
import { mine } from './access-mine.ts';
import { next } from './access-next.ts';
import { policies } from './access-policies.ts';
import { roles } from './access-roles.ts';
import { secret } from './access-secret.ts';
import { sessions } from './access-sessions.ts';
import { tokens } from './access-tokens.ts';
import { users } from './access-users.ts';
import { versions } from './access-versions.ts';
import { whatIf } from './access-what-if.ts';

export const access: Translated<typeof English> = {
  title: '访问控制',
  shown: '{shown, number} / {total, number}',
  firstGone: '以下依赖项将先被移除：',
  users,
  next,
  keys,
  tokens,
  secret,
  attachments,
  allow,
  roles,
  policies,
  versions,
  holders,
  editor,
  mine,
  sessions,
  links,
  whatIf,
  decision,
};
