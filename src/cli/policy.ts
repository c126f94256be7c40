// npm run policy -- check | put | list | show | versions | set-default | delete-version | attach | detach | delete:
// manages policies of users and roles as the operator. A server can run meanwhile.
import { Option } from 'commander';
import { POLICY_KINDS } from '#domain/policy/policy-kinds.ts';
import {
  addSubcommand,
  commandProgram,
  printing,
  reporting,
  runProgram,
} from './command/program.ts';
import { setAttached } from './policy/attach.ts';
import { remove, removeVersion, setDefault } from './policy/change.ts';
import { check } from './policy/check.ts';
import { put } from './policy/put.ts';
import { list, show, versions } from './policy/read.ts';

const ASKS = { asks: true };
const program = commandProgram('policy', 'Manages policies beside a running server.');

addSubcommand(program, 'check <file>', 'check a policy without saving it; - is standard input')
  .addOption(
    new Option('--kind <kind>', 'what it is the policy of')
      .choices(Object.keys(POLICY_KINDS))
      .default('identity'),
  )
  .action(printing(check));
addSubcommand(
  program,
  'put <name> <file>',
  'create a policy, or a new version of it that applies; - is standard input',
)
  .option('--description <text>', 'the description of a new policy')
  .action(reporting(put));
addSubcommand(program, 'list', 'list the policies of the account')
  .option('--system', 'list the system policies too')
  .action(reporting(list));
addSubcommand(program, 'show <name>', 'show a policy and whom it is attached to')
  .option('--version <id>', 'show the document of this version, such as v1')
  .action(reporting(show));
addSubcommand(program, 'versions <name>', 'list the versions of a policy').action(
  reporting(versions),
);
addSubcommand(
  program,
  'set-default <name> <version>',
  'make a version the one that applies',
).action(reporting(setDefault));
addSubcommand(program, 'delete-version <name> <version>', 'delete a version', ASKS).action(
  reporting(removeVersion),
);
addSubcommand(program, 'attach <name>', 'attach a policy to a user or a role')
  .option('--user <name>', 'the user')
  .option('--role <name>', 'the role')
  .action(reporting(setAttached(true)));
addSubcommand(program, 'detach <name>', 'detach a policy from a user or a role')
  .option('--user <name>', 'the user')
  .option('--role <name>', 'the role')
  .action(reporting(setAttached(false)));
addSubcommand(
  program,
  'delete <name>',
  'delete a policy that is attached to nobody and has one version',
  ASKS,
).action(reporting(remove));

await runProgram(program);
