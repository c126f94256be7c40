// npm run token -- list | create | delete: manages API tokens as the operator. A server can run meanwhile.
import { addSubcommand, commandProgram, reporting, runProgram } from './command/program.ts';
import { create } from './token/create.ts';
import { remove } from './token/delete.ts';
import { list } from './token/list.ts';

const program = commandProgram('token', 'Manages API tokens beside a running server.');

addSubcommand(program, 'list', 'list API tokens, with their last uses')
  .option('--user <name>', 'only those of this user')
  .action(reporting(list));
addSubcommand(program, 'create <name>', 'create an API token; it is shown once')
  .option('--user <name>', 'the user; without it the root identity of the account')
  .option('--expires <time>', 'when it ends, such as 2027-01-31T00:00:00Z')
  .option('--policy <file>', 'a policy in JSON that limits it; - reads standard input')
  .action(reporting(create));
addSubcommand(program, 'delete <id>', 'delete an API token, from the next call on', {
  asks: true,
})
  .alias('revoke')
  .action(reporting(remove));

await runProgram(program);
