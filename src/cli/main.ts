#!/usr/bin/env node
import { AecError } from '../core/errors';
import { catalogCommand } from './catalog';
import { loginCommand } from './login';
import { sandboxCommand } from './sandbox';

const commands: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = { catalog: catalogCommand, login: loginCommand, sandbox: sandboxCommand };

const usage = `npx @aec-nodes/n8n-nodes-aec <command>

  login cintoo|acc   sign in through the browser; prints a refresh token or writes an n8n credential file
  sandbox            run the three services on this machine, with sample projects (not the real services)
  catalog            list what the nodes can do  [--json]

Add --help to a command for its options.`;

async function main(args: readonly string[]): Promise<number> {
	const [name, ...rest] = args;
	const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
	if (!command) {
		console.log(usage);
		return name === undefined || name === '--help' || name === 'help' ? 0 : 2;
	}
	return await command(rest);
}

main(process.argv.slice(2)).then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		console.error(error instanceof AecError ? error.explanation : error instanceof Error ? error.message : String(error));
		process.exitCode = 1;
	},
);
