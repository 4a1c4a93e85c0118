import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { startSandbox } from '../sandbox/server';

const help = `aec-nodes sandbox [--port N]

Runs Cintoo, Autodesk Construction Cloud, BIM 360 Field and their file storage on this machine, with sample
projects. These are not the real services: nothing leaves this machine.

  --port N   first of four ports; default 4711`;

/** Serves the sandbox until it is interrupted. */
export async function sandboxCommand(args: readonly string[]): Promise<number> {
	const { values } = parseArgs({ args: [...args], options: { port: { type: 'string', default: '4711' }, help: { type: 'boolean' } } });
	if (values.help) {
		console.log(help);
		return 0;
	}
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 0 || port > 65_532) {
		console.error('--port must be a number from 0 to 65532.');
		return 2;
	}
	const sandbox = await startSandbox({ ports: port === 0 ? undefined : { cintoo: port, acc: port + 1, field: port + 2, storage: port + 3 } });
	console.log(`SANDBOX: not the real services.\n  Cintoo          ${sandbox.origins.cintoo}\n  ACC             ${sandbox.origins.acc}\n  BIM 360 Field   ${sandbox.origins.field}\nStop with Ctrl+C.`);
	await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
	await sandbox.stop();
	return 0;
}
