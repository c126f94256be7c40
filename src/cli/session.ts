// npm run session -- list | end | links | delete-link: browser sessions and sign-in links, as the operator. A
// server can run meanwhile.
import { addSubcommand, commandProgram, reporting, runProgram } from './command/program.ts';
import { deleteLink, end } from './session/change.ts';
import { links, list } from './session/list.ts';

const program = commandProgram('session', 'Manages browser sessions beside a running server.');

addSubcommand(program, 'list', 'list the signed-in browsers').action(reporting(list));
addSubcommand(program, 'end <id>', 'end a browser session, from the next call on').action(
  reporting(end),
);
addSubcommand(program, 'links', 'list the sign-in links that can still be used').action(
  reporting(links),
);
addSubcommand(program, 'delete-link <id>', 'delete a sign-in link').action(reporting(deleteLink));

await runProgram(program);
