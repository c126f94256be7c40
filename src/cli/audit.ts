// npm run audit -- list | export: reads audit events as the operator. A server can run meanwhile.
import type { Command } from 'commander';
import { exportEvents } from './audit/export.ts';
import { list } from './audit/list.ts';
import { readEventId, readLimit, readTime } from './audit/options.ts';
import { addSubcommand, commandProgram, reporting, runProgram } from './command/program.ts';

const program = commandProgram('audit', 'Lists and exports audit events beside a running server.');

const withTimes = (command: Command): Command =>
  command
    .option(
      '--from <time>',
      'only events at this time or later, such as 2027-01-31T00:00:00Z',
      readTime,
    )
    .option('--to <time>', 'only events earlier than this time', readTime);

withTimes(addSubcommand(program, 'list', 'list audit events, the newest first'))
  .option('--principal <arn>', 'only what this user, role or root identity did')
  .option('--credential <id>', 'only what was done with this access key, session or API token')
  .option('--key <id>', 'only what was done to this key, or with it')
  .option('--operation <name>', 'only this operation, such as Decrypt')
  .option('--outcome <code>', 'only Done, this error code, or Failed for any error')
  .option('--address <ip>', 'only what came from this IP address')
  .option('--limit <number>', 'how many events', readLimit, 100)
  .action(reporting(list));

withTimes(
  addSubcommand(
    program,
    'export [file]',
    'write audit events as JSON Lines, the oldest first, to a file or to standard output; a file that exists is continued',
  ),
)
  .option('--after <id>', 'only events after the one with this eventId', readEventId)
  .action(reporting(exportEvents));

await runProgram(program);
