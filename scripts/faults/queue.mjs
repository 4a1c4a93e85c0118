import { ended } from '../../test/hosts/n8n-server.ts';
import { N8nUnderFaults } from './n8n.mjs';
import { Stores } from './stores.mjs';
import { matches } from './node-red.mjs';

/** n8n in queue mode: PostgreSQL, Redis, and two workers that carry out what the main process takes in. Workers are what is killed. */
export class N8nQueueUnderFaults extends N8nUnderFaults {
	searched = 'logs, answers, database, Redis and user folder';
	workers = [];
	/** Executions by worker: proof that both had a part. */
	carriedOut = [0, 0];

	stores = new Stores();

	async start() {
		await this.stores.start();
		// What a killed worker left undone is taken up in seconds, not in the minute that n8n waits by default.
		await super.start({ ...this.stores.settings, QUEUE_WORKER_LOCK_DURATION: '6000', QUEUE_WORKER_LOCK_RENEW_TIME: '2000', QUEUE_WORKER_STALLED_INTERVAL: '3000' });
		for (const worker of this.carriedOut.keys()) await this.startWorker(worker);
	}

	async startWorker(worker) {
		const child = await this.n8n.startWorker();
		child.stdout.on('data', (chunk) => (this.carriedOut[worker] += String(chunk).split('Worker started execution').length - 1));
		this.workers[worker] = child;
	}

	/** Whether the run says anything about workers, and in which words. */
	get remark() {
		return { holds: !this.carriedOut.includes(0), words: `${this.carriedOut.join(' and ')} executions by the two workers` };
	}

	async kill() {
		this.killed = Math.floor(Math.random() * this.workers.length);
		await ended(this.workers[this.killed], 'SIGKILL');
	}

	async restart() {
		await this.startWorker(this.killed);
	}

	async searchFor(secrets) {
		return [...(await super.searchFor(secrets)), ...matches(this.stores.texts(), secrets)];
	}

	async discard() {
		await super.discard();
		await this.stores.discard();
	}
}
