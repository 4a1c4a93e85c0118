import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Starts Node-RED with the nodes in a user folder; resolves once it answers. `onDebug` hears what reaches debug nodes. */
export async function startNodeRed({ userDir, port = 0, quiet = false, onDebug = () => undefined }) {
	const child = fork(fileURLToPath(new URL('embedded-node-red.cjs', import.meta.url)), [JSON.stringify({ userDir, port, quiet })], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
	const waiting = new Map();
	let started = () => undefined;
	const ready = new Promise((resolve, reject) => {
		child.once('exit', (code) => reject(new Error(`Node-RED ended with ${code}.`)));
		child.on('message', (message) => {
			if (message.kind === 'ready') resolve(message.port);
			if (message.kind === 'failed') reject(new Error(message.words));
			if (message.kind === 'started') started();
			if (message.kind === 'grant') waiting.get(message.id)?.(message.grant);
			if (message.kind === 'debug') onDebug(message.at, message.message);
		});
	});
	const url = `http://127.0.0.1:${await ready}`;
	return {
		url,
		/** Puts tokens into the vault; gives what the config node's credential holds. */
		storeGrant: async (tokens) => {
			const id = String(waiting.size);
			const grant = new Promise((resolve) => waiting.set(id, resolve));
			child.send({ kind: 'storeGrant', id, tokens });
			return await grant;
		},
		/** Deploys flows as the editor does; resolves when they run. */
		deploy: async (flows) => {
			const running = new Promise((resolve) => (started = resolve));
			const response = await fetch(`${url}/flows`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(flows) });
			if (!response.ok) throw new Error(`Deploying the flows: ${response.status} ${await response.text()}`);
			await running;
		},
		inject: (id) => child.send({ kind: 'inject', id }),
		stop: async () => {
			// A Ctrl+C reaches the whole group: it may have ended by itself.
			if (child.exitCode !== null || child.signalCode !== null) return;
			const gone = new Promise((resolve) => child.once('exit', resolve));
			if (child.connected) child.disconnect();
			await gone;
		},
	};
}
