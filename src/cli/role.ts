// npm run role -- list | show | create | update | delete: manages roles as the operator. A server can run meanwhile.
import type { Command } from 'commander';
import { addSubcommand, commandProgram, reporting, runProgram } from './command/program.ts';
import { create, remove, update } from './role/change.ts';
import { list, show } from './role/read.ts';

const TRUST = [
  '--trust <file>',
  'the trust policy: who can assume the role; - is standard input',
] as const;

const withDetails = (command: Command): Command =>
  command
    .option('--description <text>', 'any text')
    .option('--max-session-duration <seconds>', 'the longest session, 3600 to 43200');

const program = commandProgram('role', 'Manages roles beside a running server.');

addSubcommand(program, 'list', 'list the roles').action(reporting(list));
addSubcommand(program, 'show <name>', 'show a role, its policies and its trust policy').action(
  reporting(show),
);
withDetails(addSubcommand(program, 'create <name>', 'create a role'))
  .requiredOption(...TRUST)
  .action(reporting(create));
withDetails(addSubcommand(program, 'update <name>', 'change a role'))
  .option(...TRUST)
  .action(reporting(update));
addSubcommand(program, 'delete <name>', 'delete a role without policies, and end its sessions', {
  asks: true,
}).action(reporting(remove));

await runProgram(program);
