import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { CONFIDENTIAL_CLIENT } from '../sandbox/acc';
import { password } from '../sandbox/field/sample';
import { people } from '../sandbox/people';
import { startSandbox } from '../sandbox/server';

const help = `npx @aec-nodes/n8n-nodes-aec sandbox [--port N]

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
	const { cintoo, acc, field } = sandbox.origins;
	console.log(`SANDBOX: not the real services.
  Cintoo          ${cintoo}   sign in as anybody its page offers
  ACC             ${acc}   the same; client ID ${CONFIDENTIAL_CLIENT.id}, client secret ${CONFIDENTIAL_CLIENT.secret}
  BIM 360 Field   ${field}   user name ${people.nora.email}, password ${password}
Stop with Ctrl+C.`);
	await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
	await sandbox.stop();
	return 0;
}
