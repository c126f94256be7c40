// npm run user -- list | show | create | update | delete: manages users as the operator. A server can run meanwhile.
import type { Command } from 'commander';
import { addSubcommand, commandProgram, reporting, runProgram } from './command/program.ts';
import { create, remove, update } from './user/change.ts';
import { list, show } from './user/read.ts';

const withDetails = (command: Command): Command =>
  command
    .option('--display-name <text>', 'the name for people')
    .option('--email <address>', 'an e-mail address')
    .option('--mobile-phone <number>', 'a telephone number')
    .option('--comments <text>', 'any text');

const program = commandProgram('user', 'Manages users beside a running server.');

addSubcommand(program, 'list', 'list the users').action(reporting(list));
addSubcommand(program, 'show <name>', 'show a user, its policies and its access keys').action(
  reporting(show),
);
withDetails(addSubcommand(program, 'create <name>', 'create a user')).action(reporting(create));
withDetails(addSubcommand(program, 'update <name>', 'change a user'))
  .option('--name <name>', 'the new name; policies that contain the old one do not follow')
  .action(reporting(update));
addSubcommand(program, 'delete <name>', 'delete a user that has no access keys and no policies', {
  asks: true,
}).action(reporting(remove));

await runProgram(program);
