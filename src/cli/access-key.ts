// npm run access-key -- list | create | rotate | disable | enable | delete | activity: manages access keys as the
// operator. A server can run meanwhile.
import { activity } from './access-key/activity.ts';
import { remove, setStatus } from './access-key/change.ts';
import { create, rotate } from './access-key/create.ts';
import { list } from './access-key/list.ts';
import { readLimit } from './audit/options.ts';
import { addSubcommand, commandProgram, reporting, runProgram } from './command/program.ts';

const USER = ['--user <name>', 'the user; without it the root identity of the account'] as const;
const OWNER = [
  '--user <name>',
  'the user that owns it; without it the owner is looked up',
] as const;
const EXPIRES = ['--expires <time>', 'when it ends, such as 2027-01-31T00:00:00Z'] as const;

const program = commandProgram('access-key', 'Manages access keys beside a running server.');

addSubcommand(program, 'list', 'list access keys, with their last uses')
  .option(...USER)
  .action(reporting(list));
addSubcommand(program, 'create', 'create an access key; its secret is shown once')
  .option(...USER)
  .option(...EXPIRES)
  .action(reporting(create));
addSubcommand(
  program,
  'rotate <id>',
  'create a second access key for the owner of this one, and say how to replace it',
)
  .option(...OWNER)
  .option(...EXPIRES)
  .action(reporting(rotate));
addSubcommand(program, 'disable <id>', 'disable an access key, from the next call on')
  .option(...OWNER)
  .action(reporting(setStatus('Inactive')));
addSubcommand(program, 'enable <id>', 'enable an access key')
  .option(...OWNER)
  .action(reporting(setStatus('Active')));
addSubcommand(program, 'delete <id>', 'delete an access key permanently', { asks: true })
  .option(...OWNER)
  .action(reporting(remove));
addSubcommand(program, 'activity <id>', 'list what an access key used and changed (audit rows)')
  .option('--limit <number>', 'how many rows, the newest first', readLimit, 1_000)
  .action(reporting(activity));

await runProgram(program);
