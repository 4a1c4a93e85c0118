import { buffer } from 'node:stream/consumers';
import type { DownloadedFile, Output } from '../catalog/vocabulary';
import { AecError, ConnectionError } from '../core/errors';
import type { Message, NodeRed, Send } from './node-red';
import type { SavedAction } from './saved';

/** Sends messages that belong together, each once its successor is known: only the last one can tell how many there are. */
class Sequence {
	private waiting: Message | undefined;
	private index = 0;
	private readonly id: string;

	constructor(
		private readonly red: NodeRed,
		private readonly origin: Message,
		private readonly send: Send,
		private readonly kind: 'array' | 'buffer',
	) {
		this.id = red.util.generateId();
	}

	add(fill: (message: Message) => void): void {
		this.flush(undefined);
		const message = this.red.util.cloneMessage(this.origin);
		fill(message);
		this.waiting = message;
	}

	end(): void {
		this.flush(this.index + 1);
	}

	get count(): number {
		return this.waiting ? this.index + 1 : this.index;
	}

	private flush(count: number | undefined): void {
		const message = this.waiting;
		if (!message) return;
		this.waiting = undefined;
		const outer = this.origin.parts;
		message.parts = { id: this.id, type: this.kind, ...(this.kind === 'array' ? { len: 1 } : {}), index: this.index++, ...(count === undefined ? {} : { count }), ...(outer === undefined ? {} : { parts: outer }) };
		this.send(message);
	}
}

export interface Delivery {
	readonly red: NodeRed;
	readonly message: Message;
	readonly send: Send;
	readonly saved: SavedAction;
	/** Whether the operation gives a list, or one thing. */
	readonly list: boolean;
	/** Told when the file of one of several items breaks off: the others go on. */
	readonly refuse?: (item: unknown, error: unknown) => void;
}

/** One output with the item it came from, where there are several items. */
export interface Delivered {
	readonly output: Output;
	readonly item?: unknown;
}

/**
 * Hands on what an operation gives, in the way chosen in the node. Gives the number of records.
 * Records of a long list go on as they arrive when every one has a message of its own.
 */
export async function deliver(outputs: AsyncIterable<Delivered>, delivery: Delivery): Promise<number> {
	const { red, message, saved } = delivery;
	const put = (target: Message, value: unknown): void => void red.util.setMessageProperty(target, saved.output, value, true);
	const together: unknown[] = [];
	let files = 0;
	let anyFile = false;
	const sequence = new Sequence(red, message, delivery.send, 'array');
	for await (const { output, item } of outputs) {
		const { file } = output;
		if (file) {
			anyFile = true;
			try {
				await deliverFile(file, output, item, delivery, put);
				files++;
			} catch (error) {
				if (!delivery.refuse) throw error;
				delivery.refuse(item, error);
			}
		} else if (saved.deliver === 'messages') {
			sequence.add((target) => {
				put(target, output.json);
				if (item !== undefined) target.item = item;
			});
		} else {
			together.push(output.json);
		}
	}
	sequence.end();
	if (saved.deliver === 'array' && (together.length > 0 || !anyFile)) {
		put(message, delivery.list ? together : together.length > 1 ? together : (together[0] ?? null));
		delivery.send(message);
	}
	return files + together.length + sequence.count;
}

async function deliverFile(file: DownloadedFile, output: Output, item: unknown, delivery: Delivery, put: (target: Message, value: unknown) => void): Promise<void> {
	const describe = (target: Message): void => {
		target.filename = file.name;
		target.contentType = file.type;
		target.details = output.json;
		if (item !== undefined) target.item = item;
	};
	try {
		if (delivery.saved.file === 'chunks') {
			const sequence = new Sequence(delivery.red, delivery.message, delivery.send, 'buffer');
			for await (const chunk of file.stream) {
				sequence.add((target) => {
					put(target, Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk));
					describe(target);
				});
			}
			sequence.end();
			return;
		}
		const target = delivery.red.util.cloneMessage(delivery.message);
		put(target, delivery.saved.file === 'stream' ? file.stream : await buffer(file.stream));
		describe(target);
		delivery.send(target);
	} catch (cause) {
		if (cause instanceof AecError) throw cause;
		throw new ConnectionError(`The connection broke off in the middle of ${file.name}.`, true, { cause, remedy: 'Run it again.' });
	}
}
