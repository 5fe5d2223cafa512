// The command line: commands, their arguments and options. What a command does is loaded when it runs.

import { readFileSync } from 'node:fs';
import { MunimentError } from '@muniment/errors';
import { Argument, Command, CommanderError, Option } from 'commander';
import type { KeyOptions } from './access.ts';
import {
  collect,
  DEFAULT_LISTEN,
  DEFAULT_VAULT_URL,
  parseCount,
  parseFreeze,
  parseJobs,
  parseListen,
  parsePercent,
  parseSpan,
  parseStore,
  parseTokenMinutes,
} from './arguments.ts';
import type { BackupCommandOptions } from './commands/backup.ts';
import type { DemoOptions } from './commands/demo.ts';
import type { InitOptions } from './commands/init.ts';
import type { ListCommandOptions } from './commands/list.ts';
import type { MethodAddOptions, MethodMergeOptions } from './commands/methods.ts';
import type { PasswordFreezeOptions, PasswordSetOptions } from './commands/password.ts';
import type { RestoreCommandOptions } from './commands/restore.ts';
import type { ForgetCommandOptions, PruneCommandOptions } from './commands/retention.ts';
import type { DestroyCommandOptions, StatusCommandOptions } from './commands/status.ts';
import type {
  VaultBundleOptions,
  VaultDescriptorOptions,
  VaultInitOptions,
  VaultServeOptions,
  VaultTokenOptions,
} from './commands/vault.ts';
import type { VerifyCommandOptions } from './commands/verify.ts';
import type { WitnessNewOptions, WitnessSignOptions } from './commands/witness.ts';
import { watchSignals } from './interrupt.ts';
import type { Output } from './output.ts';
import { type CommonOptions, EXIT_OK, type Run } from './run.ts';

interface Action {
  (run: Run): Promise<number>;
  /** True for what runs until it is stopped: then stopping needs no explanation. */
  readonly isService?: boolean;
}
type Plain = CommonOptions & KeyOptions;

/**
 * Runs the command that `args` ask for and gives its exit code.
 * @throws ERR_USAGE for arguments that are not understood, and whatever the command throws
 */
export async function runProgram(args: readonly string[], output: Output): Promise<number> {
  let chosen: Action | undefined;
  const program = describeProgram((action) => {
    chosen = action;
  });
  try {
    program.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT_OK;
    if (error.code === 'commander.help') throw missingCommand();
    const message = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
    throw new MunimentError('ERR_USAGE', message);
  }
  if (chosen === undefined) throw missingCommand();
  const { isService = false } = chosen;
  const signal = watchSignals(() => {
    if (!isService) output.note('Stopping at the next safe point; again to stop at once.');
  });
  const hasTerminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
  const { defaultHome } = await import('@muniment/backup/reading');
  return await chosen({ output, signal, home: defaultHome(process.env), hasTerminal });
}

function missingCommand(): MunimentError {
  return new MunimentError('ERR_USAGE', 'a command is missing: `muniment --help` lists them');
}

/** The version of this package. */
function ownVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return (manifest as { readonly version: string }).version;
}

function describeProgram(choose: (action: Action) => void): Command {
  const program = new Command('muniment');
  program
    .description('End-to-end encrypted backups of folders: the store can hold them, but not read them.')
    .version(ownVersion())
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ writeErr: () => {}, outputError: () => {} })
    .addHelpText(
      'after',
      `
STORE is a folder: a removable drive, a network mount, a folder that a cloud client keeps in step.
This device keeps its keys and caches in MUNIMENT_HOME, by default ~/.local/share/muniment.
Exit codes: 0 done; 2 wrong usage; 3 done, but something was skipped, lost or damaged; 4 status: backup too
old; 130 interrupted. Of a password: 81 it is wrong; 82 wait; 83 the vault has erased its key; 84 the vault
does not do this; 85 the store is older than the vault knows. Others stand in the README of @muniment/cli.`,
    );

  const command = (parent: Command, usage: string, summary: string): Command => {
    const made = parent.command(usage).description(summary);
    made
      .option('--json', 'one JSON object a line on stdout')
      .option('--quiet', 'only results, warnings and errors');
    return made.copyInheritedSettings(program);
  };
  const onArchive = (parent: Command, usage: string, summary: string): Command =>
    withEntry(command(parent, usage, summary).addArgument(storeArgument()));
  const onOwnArchive = (parent: Command, usage: string, summary: string): Command =>
    withVault(withKey(command(parent, usage, summary).addArgument(storeArgument())));

  withKeep(command(program, 'init', 'make a new, empty archive').addArgument(storeArgument()))
    .addOption(recoveryKeyOut())
    .action((store: string, options: InitOptions) =>
      choose(async (run) => (await import('./commands/init.ts')).init(run, store, options)),
    );

  withKeep(
    withEntry(command(program, 'backup', 'back up files and folders; makes the archive if there is none')),
  )
    .argument('<path...>', 'files and folders; of two with one name the second becomes `name~2`')
    .requiredOption('--to <store>', 'folder of the archive')
    .option('--exclude <pattern>', 'leave out what matches; may be repeated', collect)
    .option('--exclude-file <file>', 'file with one pattern a line; may be repeated', collect)
    .option('--one-file-system', 'stay on the file system of each path')
    .option('--tag <tag>', 'name for the snapshot; may be repeated', collect)
    .option('--dry-run', 'read and compare, store nothing')
    .option('--paranoid', 'read every file, also those that seem unchanged')
    .option('--sqlite-snapshot', 'copy SQLite databases by SQLite, also while they are in use')
    .addOption(jobs())
    .addOption(recoveryKeyOut())
    .action((paths: readonly string[], options: BackupCommandOptions) =>
      choose(async (run) => (await import('./commands/backup.ts')).backup(run, paths, options)),
    );

  onArchive(program, 'snapshots', 'list the snapshots').action((store: string, options: Plain) =>
    choose(async (run) => (await import('./commands/list.ts')).snapshots(run, store, options)),
  );

  onArchive(program, 'ls', 'list what a snapshot holds')
    .argument('[snapshot]', 'first digits of its id, or `latest`')
    .argument('[path]', 'folder or file in it')
    .option('-r, --recursive', 'all that lies below')
    .option('-l, --long', 'with mode, owner, size and time')
    .action(
      (store: string, snapshot: string | undefined, path: string | undefined, options: ListCommandOptions) =>
        choose(async (run) => (await import('./commands/list.ts')).list(run, store, snapshot, path, options)),
    );

  onArchive(program, 'diff', 'what changed from one snapshot to another')
    .argument('<a>', 'the earlier snapshot')
    .argument('<b>', 'the later snapshot')
    .action((store: string, a: string, b: string, options: Plain) =>
      choose(async (run) => (await import('./commands/list.ts')).diff(run, store, a, b, options)),
    );

  onArchive(program, 'restore', 'write a snapshot, or a part of it, into a folder')
    .requiredOption('--into <dir>', 'the folder to restore into')
    .option('--snapshot <snapshot>', 'first digits of its id; the latest if absent')
    .option('--path <path>', 'only this and what lies below it')
    .addOption(
      new Option(
        '--overwrite <when>',
        'what happens to files that are there and differ (default: never)',
      ).choices(['never', 'if-newer', 'always']),
    )
    .addOption(jobs())
    .action((store: string, options: RestoreCommandOptions) =>
      choose(async (run) => (await import('./commands/restore.ts')).restore(run, store, options)),
    );

  onArchive(program, 'verify', 'check that everything is there; with --sample or --all also that it is right')
    .addOption(new Option('--sample <percent>', 'read this share of the packs').argParser(parsePercent))
    .addOption(new Option('--all', 'read every pack').conflicts('sample'))
    .addOption(jobs())
    .action((store: string, options: VerifyCommandOptions) =>
      choose(async (run) => (await import('./commands/verify.ts')).verify(run, store, options)),
    );

  onArchive(program, 'repair', 'rewrite damaged snapshots without what is lost').action(
    (store: string, options: Plain) =>
      choose(async (run) => (await import('./commands/verify.ts')).repair(run, store, options)),
  );

  withKeep(onArchive(program, 'forget', 'forget snapshots, by name or by what the keep options do not keep'))
    .argument('[snapshot...]', 'first digits of their ids')
    .option('--dry-run', 'only say what would be forgotten')
    .option('--remember', 'store the keep options: backups keep by them from now on')
    .addOption(
      new Option('--clear-policy', 'remove the stored keep options').conflicts(['remember', 'dryRun']),
    )
    .action((store: string, snapshots: readonly string[], options: ForgetCommandOptions) =>
      choose(async (run) => (await import('./commands/retention.ts')).forget(run, store, snapshots, options)),
    );

  onArchive(program, 'prune', 'free the room of what no snapshot needs')
    .addOption(
      new Option(
        '--grace <span>',
        'how long packs stay marked before they are deleted (default: 24h)',
      ).argParser(parseSpan),
    )
    .option('--dry-run', 'only say what would be deleted')
    .action((store: string, options: PruneCommandOptions) =>
      choose(async (run) => (await import('./commands/retention.ts')).prune(run, store, options)),
    );

  const method = program.command('method').description('the keys that open the archive');
  describeMethods(method, { onArchive, onOwnArchive }, choose);
  const password = program.command('password').description('the password, and the vault that checks it');
  describePasswords(password, { command, onOwnArchive }, choose);

  onArchive(program, 'rotate', 'write under new keys from now on').action((store: string, options: Plain) =>
    choose(async (run) => (await import('./commands/methods.ts')).rotate(run, store, options)),
  );

  onArchive(program, 'status', 'the archive at a glance')
    .addOption(
      new Option('--max-age <span>', 'exit with 4 if the newest snapshot is older, such as 36h').argParser(
        parseSpan,
      ),
    )
    .action((store: string, options: StatusCommandOptions) =>
      choose(async (run) => (await import('./commands/status.ts')).status(run, store, options)),
    );

  onArchive(program, 'destroy', 'delete the archive, and what this device keeps of it')
    .option('--yes', 'do not ask')
    .action((store: string, options: DestroyCommandOptions) =>
      choose(async (run) => (await import('./commands/status.ts')).destroy(run, store, options)),
    );

  command(program, 'inspect', 'say what one file of a store is')
    .argument('<file>', 'an object of an archive')
    .action((file: string, options: CommonOptions) =>
      choose(async (run) => (await import('./commands/inspect.ts')).inspect(run, file, options)),
    );

  command(program, 'demo', 'back up, lose the device, restore with the digits and with a password, compare')
    .argument('[folder]', 'what to back up; a sample chat history if absent')
    .option('--keep-folder', 'leave the folder with the store and the restored files')
    .action((folder: string | undefined, options: DemoOptions) =>
      choose(async (run) => (await import('./commands/demo.ts')).demo(run, folder, options)),
    );

  describeVault(program.command('vault').description('run a key vault for passwords'), command, choose);
  return program;
}

function describeVault(
  parent: Command,
  command: (parent: Command, usage: string, summary: string) => Command,
  choose: (action: Action) => void,
): void {
  const onRealm = (usage: string, summary: string): Command =>
    command(parent, usage, summary).requiredOption('--data <dir>', 'folder of the realm');

  onRealm('init', 'make a realm: its keys, stores and first descriptor, and the bundle for its users')
    .option('--operator <name>', 'who runs it, as users will see it (default: the name of this computer)')
    .option('--url <url>', `where clients find it (default: ${DEFAULT_VAULT_URL})`)
    .option('--bundle-out <file>', 'where to write the bundle (default: bundle.json in the folder)')
    .option('--witness <verifier-key>', 'second signer, from `vault witness new`: nothing counts without it')
    .addOption(freshness())
    .action((options: VaultInitOptions) =>
      choose(async (run) => (await import('./commands/vault.ts')).vaultInit(run, options)),
    );
  onRealm('serve', 'answer the requests of clients, until SIGTERM or Ctrl-C')
    .addOption(
      new Option('--listen <host:port>', 'where; port 0 takes a free one')
        .argParser(parseListen)
        .default(parseListen(DEFAULT_LISTEN), DEFAULT_LISTEN),
    )
    .addOption(
      new Option('--metrics <host:port>', 'serve Prometheus metrics there; for no public address').argParser(
        parseListen,
      ),
    )
    .addOption(freshness())
    .option(
      '--trust-proxy <net>',
      'believe X-Forwarded-For from this address or network; may be repeated',
      collect,
    )
    .action((options: VaultServeOptions) =>
      choose(
        Object.assign(async (run: Run) => (await import('./commands/vault.ts')).vaultServe(run, options), {
          isService: true,
        }),
      ),
    );
  onRealm('token', 'give somebody access to an account for some minutes')
    .requiredOption('--account <name>', 'the account, by a name that never passes to anybody else')
    .requiredOption('--out <file>', 'where to write the token; only another token is replaced')
    .addOption(
      new Option('--minutes <n>', 'how long it is valid, 1 to 5').argParser(parseTokenMinutes).default(5),
    )
    .option('--client-key <file>', 'token file whose client key is used again (default: a new key)')
    .action((options: VaultTokenOptions) =>
      choose(async (run) => (await import('./commands/vault.ts')).vaultToken(run, options)),
    );
  onRealm('bundle', 'write the file by which users know and trust the realm')
    .requiredOption('--out <file>', 'where to write it')
    .option('--url <url>', 'where clients find it (default: as init was told)')
    .action((options: VaultBundleOptions) =>
      choose(async (run) => (await import('./commands/vault.ts')).vaultBundle(run, options)),
    );
  onRealm('descriptor', 'show what the realm says of itself, or change it')
    .option('--next', 'make the next one, with new channel keys')
    .option('--witness <verifier-key>', 'with --next: the second signer from then on')
    .addOption(new Option('--publish <note-file>', 'put one into force').conflicts(['next', 'witness']))
    .action((options: VaultDescriptorOptions) =>
      choose(async (run) => (await import('./commands/vault.ts')).vaultDescriptor(run, options)),
    );

  const witness = parent.command('witness').description('be the second signer of a realm');
  command(witness, 'new', 'make a key')
    .requiredOption('--out <file>', 'where to write it')
    .option('--name <name>', 'what it is called in signatures (default: from the name of this computer)')
    .action((options: WitnessNewOptions) =>
      choose(async (run) => (await import('./commands/witness.ts')).witnessNew(run, options)),
    );
  command(witness, 'sign', 'show a descriptor and add the signature to it')
    .argument('<note-file>', 'the descriptor, which is replaced by the signed one')
    .requiredOption('--key <file>', 'from `vault witness new`; what was signed is remembered beside it')
    .option('--yes', 'do not ask')
    .action((noteFile: string, options: WitnessSignOptions) =>
      choose(async (run) => (await import('./commands/witness.ts')).witnessSign(run, noteFile, options)),
    );
}

function freshness(): Option {
  return new Option(
    '--freshness <file>',
    'what detects that an old copy of the records was put back, best on another disk; `none` to do without',
  );
}

/** Makes a command with the options that commands of its kind share. */
type Describe = (parent: Command, usage: string, summary: string) => Command;

function describeMethods(
  parent: Command,
  { onArchive, onOwnArchive }: Readonly<Record<'onArchive' | 'onOwnArchive', Describe>>,
  choose: (action: Action) => void,
): void {
  onArchive(parent, 'list', 'list them').action((store: string, options: Plain) =>
    choose(async (run) => (await import('./commands/methods.ts')).methodList(run, store, options)),
  );
  withNewPassword(
    onOwnArchive(parent, 'add', 'add another recovery key, or a password that a vault checks')
      .addArgument(
        new Argument('[type]', 'what to add').choices(['recovery-key', 'password']).default('recovery-key'),
      )
      .option('--label <text>', 'what it is called in lists')
      .addOption(recoveryKeyOut()),
  ).action((store: string, type: string, options: MethodAddOptions & PasswordSetOptions) => {
    const { passwordFile, oldPasswordFile, account, recoveryKeyOut } = options;
    const isPassword = type === 'password';
    const foreign = isPassword ? [recoveryKeyOut] : [passwordFile, oldPasswordFile, account];
    if (foreign.some((value) => value !== undefined)) {
      const meant = isPassword ? 'method add STORE' : 'method add STORE password';
      throw new MunimentError('ERR_USAGE', `these options do not go together: did you mean ${meant}?`);
    }
    choose(async (run) =>
      isPassword
        ? (await import('./commands/password.ts')).passwordAdd(run, store, options)
        : (await import('./commands/methods.ts')).methodAdd(run, store, options),
    );
  });
  withNewPassword(
    onOwnArchive(
      parent,
      'change-password',
      'set another password; the old one need not be known, but then works for 72 hours more',
    ).option('--label <text>', 'what it is called in lists'),
  ).action((store: string, options: PasswordSetOptions) =>
    choose(async (run) => (await import('./commands/password.ts')).passwordChange(run, store, options)),
  );
  onOwnArchive(parent, 'remove', 'remove one and rotate the keys')
    .argument('<id>', 'key id, or first digits of the id')
    .option('--password-file <file>', 'of a password: show it to the vault, which then deletes at once')
    .addOption(useLastAttempts())
    .action((store: string, id: string, options: Plain) =>
      choose(async (run) => (await import('./commands/methods.ts')).methodRemove(run, store, id, options)),
    );
  onArchive(parent, 'merge', 'settle changes that two devices made to the keys at the same time')
    .option('--accept', 'all changes that are listed are mine')
    .option('--disown <change>', 'drop this change, which is not mine; may be repeated', collect)
    .action((store: string, options: MethodMergeOptions) =>
      choose(async (run) => (await import('./commands/methods.ts')).methodMerge(run, store, options)),
    );
  onOwnArchive(parent, 'check', 'restore drill: does this recovery key open the newest snapshot?').action(
    (store: string, options: Plain) =>
      choose(async (run) => (await import('./commands/methods.ts')).methodCheck(run, store, options)),
  );
}

function describePasswords(
  parent: Command,
  { command, onOwnArchive }: Readonly<Record<'command' | 'onOwnArchive', Describe>>,
  choose: (action: Action) => void,
): void {
  const load = () => import('./commands/password.ts');
  onOwnArchive(parent, 'status', 'what the vault says: attempts, waits, what is pending').action(
    (store: string, options: Plain) =>
      choose(async (run) => (await load()).passwordStatus(run, store, options)),
  );
  onOwnArchive(parent, 'acknowledge', 'tell the vault that you have seen the wrong attempts').action(
    (store: string, options: Plain) =>
      choose(async (run) => (await load()).passwordAcknowledge(run, store, options)),
  );
  onOwnArchive(parent, 'freeze', 'let the vault take no password for a time')
    .addOption(
      new Option('--for <span>', 'at most 72h').argParser(parseFreeze).default(parseFreeze('72h'), '72h'),
    )
    .option('--off', 'take passwords again')
    .action((store: string, options: PasswordFreezeOptions) =>
      choose(async (run) => (await load()).passwordFreeze(run, store, options)),
    );
  onOwnArchive(parent, 'cancel', 'take back a deletion that is pending at the vault').action(
    (store: string, options: Plain) =>
      choose(async (run) => (await load()).passwordCancel(run, store, options)),
  );
  onOwnArchive(parent, 'revert', 'back to the password before, if somebody else has set another')
    .option('--password-file <file>', 'the password before')
    .addOption(useLastAttempts())
    .action((store: string, options: Plain) =>
      choose(async (run) => (await load()).passwordRevert(run, store, options)),
    );
  withVault(
    command(parent, 'abandon', 'with nothing but the account left: the vault forgets the password in 7 days'),
  ).action((options: Plain) => choose(async (run) => (await load()).passwordAbandon(run, options)));
}

function storeArgument(): Argument {
  return new Argument('<store>', 'folder of the archive').argParser(parseStore);
}

function jobs(): Option {
  return new Option(
    '--jobs <number>',
    'threads that hash, compress and encrypt (default: one a processor, four at most)',
  ).argParser(parseJobs);
}

function recoveryKeyOut(): Option {
  return new Option('--recovery-key-out <file>', 'save a new recovery key here, unasked; .html gives a page');
}

function useLastAttempts(): Option {
  return new Option(
    '--use-last-attempts',
    'try a password from a file though 3 attempts or fewer are left: wrong ones use them up, and the key is erased',
  );
}

const ENTRY = 'Without a key of this device:';
const VAULT = 'The vault:';

/** The ways into an archive. */
function withEntry(command: Command): Command {
  const entry = (flags: string, text: string): Option => new Option(flags, text).helpGroup(ENTRY);
  withKey(command)
    .addOption(
      entry('--password-file <file>', 'open with the password in this file').conflicts('recoveryKeyFile'),
    )
    .addOption(entry('--previous-password', 'it is the one before the last change, while that still works'))
    .addOption(useLastAttempts().helpGroup(ENTRY));
  return withVault(command);
}

function withKey(command: Command): Command {
  return command.addOption(
    new Option('--recovery-key-file <file>', 'open with the recovery key in this file').helpGroup(ENTRY),
  );
}

function withVault(command: Command): Command {
  const option = (flags: string, text: string): Option => new Option(flags, text).helpGroup(VAULT);
  return command
    .addOption(
      option('--token-file <file>', "account token, from the vault's operator").env('MUNIMENT_TOKEN_FILE'),
    )
    .addOption(option('--vault-bundle <file>', 'where the vault is and whom to trust; remembered'))
    .addOption(
      option(
        '--vault-fingerprint <text>',
        'from the recovery sheet: the bundle must have it; without one, the vault is asked for its bundle',
      ),
    )
    .addOption(option('--vault <url>', 'where the vault is, if not where the bundle says'))
    .addOption(option('--accept-older', 'go on with an archive that is older than the vault knows'));
}

function withNewPassword(command: Command): Command {
  const option = (flags: string, text: string): Option => new Option(flags, text).helpGroup('A password:');
  return command
    .addOption(option('--password-file <file>', 'the new password: one line (default: asked for twice)'))
    .addOption(option('--old-password-file <file>', 'the password before, which then ends at once'))
    .addOption(useLastAttempts().helpGroup('A password:'))
    .addOption(option('--account <name>', 'the account that the token must be for'))
    .addOption(
      option(
        '--force-weak-password',
        'take one of fewer than 8 characters, or that would be guessed in fewer than 10 billion tries',
      ),
    );
}

function withKeep(command: Command): Command {
  const rule = (flags: string, text: string): Option => new Option(flags, text).argParser(parseCount);
  return command
    .addOption(rule('--keep <n>', 'keep the last n snapshots'))
    .addOption(rule('--keep-daily <n>', 'keep the last snapshot of each of n days'))
    .addOption(rule('--keep-weekly <n>', 'keep the last snapshot of each of n weeks'))
    .addOption(rule('--keep-monthly <n>', 'keep the last snapshot of each of n months'));
}
