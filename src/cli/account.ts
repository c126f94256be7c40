// npm run account -- list | create | end-sessions: manages the accounts of this service. A server can run meanwhile.
import { create, end, list } from './account/commands.ts';
import { addSubcommand, commandProgram, reporting, runProgram } from './command/program.ts';

const program = commandProgram(
  'account',
  'Manages the accounts of this service. Nothing is shared between two accounts.',
);

addSubcommand(program, 'list', 'list the accounts, and how much each has').action(reporting(list));
addSubcommand(
  program,
  'create [id]',
  'create an account, and the access key of its root identity; without an id it is generated',
).action(reporting(create));
addSubcommand(
  program,
  'end-sessions',
  'end all sessions of an account: people must sign in again, programs assume their roles again',
).action(reporting(end));

await runProgram(program);
