import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { root } from '../scripts/prepare.mjs';

/** A process of a bench; `told` waits for the next message of a kind, and throws what the process failed of. */
export function child(script, words, options = {}) {
	const process = fork(join(root, 'bench', script), words, { cwd: root, ...options });
	const over = once(process, 'exit').then(([code]) => [{ kind: 'failed', words: `it ended by itself (${code})` }]);
	return {
		process,
		told: async (wanted) => {
			for (;;) {
				const [message] = await Promise.race([once(process, 'message'), over]);
				if (message.kind === 'failed') throw new Error(`${script}: ${message.words}`);
				if (message.kind === wanted) return message;
			}
		},
	};
}

/** A process that does what it is asked, one thing at a time, and says what it took (files-host.cjs). */
export function host(script, options, scratch, execArgv = []) {
	const { process, told } = child(script, [JSON.stringify(options)], { env: { ...globalThis.process.env, TMPDIR: scratch }, execArgv });
	const ready = told('ready');
	return {
		process,
		ask: async (what, given) => {
			await ready;
			const answer = told('answer');
			process.send({ ask: what, given });
			return (await answer).measured;
		},
		/** Ends it, and waits until it has ended: what it keeps in a folder may be removed then. */
		stop: async () => {
			const ended = once(process, 'exit');
			process.disconnect();
			await ended;
		},
	};
}

export function median(numbers) {
	return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

export function round(value) {
	return Number(value.toFixed(2));
}
