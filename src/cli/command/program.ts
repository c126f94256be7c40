import { Command, CommanderError, Option } from 'commander';
import { type Config, environment, readConfig } from '#config/config.ts';
import type { Call } from '#pipeline/call.ts';
import { attachStore } from '#store/open-store.ts';
import { asCalledHere } from '../command-text.ts';
import { exitWithError } from '../exit-with-error.ts';
import { actIn, openOperatorCall } from '../operator-call.ts';

/** The options that every subcommand has. */
export interface CommonOptions {
  readonly account?: string;
  readonly json?: true;
  readonly yes?: true;
}

/** What a subcommand prints on standard output. */
export interface Report {
  /** With --json. */
  readonly json: object;
  /** Without --json. */
  readonly text: string;
  /** The exit code is 1. */
  readonly failed?: boolean;
}

/** A report to print; undefined: the subcommand has printed its result. */
type Printed = Report | undefined;

/** What a subcommand works with. */
export interface Session<Options extends CommonOptions = CommonOptions> {
  /** A call of the operator in the account of the options. */
  readonly call: Call;
  readonly config: Config;
  readonly options: Options;
}

/** A command with subcommands. Errors in its arguments end the process with exit code 2. */
export const commandProgram = (name: string, summary: string): Command =>
  new Command(`npm run ${name} --`)
    .description(summary)
    .helpCommand(false)
    .exitOverride()
    .showHelpAfterError('Add --help for the arguments.')
    .configureOutput({
      writeOut: (text) => process.stdout.write(asCalledHere(text)),
      writeErr: (text) => process.stderr.write(asCalledHere(text)),
    });

/**
 * Adds a subcommand with the options that all have.
 * @param usage its name and arguments, such as `delete <name>`
 * @param asks whether it asks for a confirmation, so that its help shows --yes. Scripts can give it to all.
 */
export const addSubcommand = (
  program: Command,
  usage: string,
  summary: string,
  { asks = false } = {},
): Command =>
  program
    .command(usage)
    .description(summary)
    .option('--account <id>', 'act in this account instead of the first one')
    .option('--json', 'print JSON for scripts')
    .addOption(new Option('--yes', 'do not ask for a confirmation').hideHelp(!asks));

/** The action of a subcommand that needs no database: does the work, and prints the report. */
export const printing =
  <Options extends Pick<CommonOptions, 'json'>, Args extends readonly (string | undefined)[]>(
    work: (options: Options, ...args: Args) => Printed | Promise<Printed>,
  ) =>
  async (...given: readonly unknown[]): Promise<void> => {
    const args = given.slice(0, -2) as unknown as Args;
    const [options, command] = given.slice(-2) as [Options, Command];
    try {
      const report = await work(options, ...args);
      if (!report) return;
      const { json, text, failed } = report;
      console.log(options.json ? JSON.stringify(json, null, 2) : text);
      if (failed) process.exitCode = 1;
    } catch (error) {
      exitWithError(`The command ${command.name()} failed.`, error);
    }
  };

/** The action of a subcommand: opens the database beside the server, does the work as the operator, and prints the report. */
export const reporting = <
  Options extends CommonOptions,
  Args extends readonly (string | undefined)[],
>(
  work: (session: Session<Options>, ...args: Args) => Promise<Printed>,
) =>
  printing<Options, Args>(async (options, ...args) => {
    const config = readConfig(environment());
    await using store = await attachStore({
      ...config,
      report: () => {},
      notice: (what) => console.error(what),
    });
    const { call, resources } = await openOperatorCall(store, config);
    await using _resources = resources;
    return await work({ call: await actIn(call, options.account), config, options }, ...args);
  });

/** Runs the subcommand in the arguments of the process. */
export async function runProgram(program: Command): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}
