import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { DownloadedFile, JsonObject, Output } from '../catalog/vocabulary';
import { bytesOf } from '../core/bytes';
import { AecError, ConnectionError } from '../core/errors';
import { transfersAtATime } from '../core/slots';
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
	/** Whether what it gives are files. */
	readonly files: boolean;
	/** Whether it gives several files, each of which may fail by itself. */
	readonly several: boolean;
	/** Told when one of several items or files fails: the others go on. */
	readonly refuse?: (error: unknown, of: { readonly item?: unknown; readonly details?: JsonObject }) => void;
}

/** One output with the item it came from, where there are several items. */
export interface Delivered {
	readonly output: Output;
	readonly item?: unknown;
}

/**
 * Hands on what an operation gives, in the way chosen in the node. Gives the number of records and files that are as they should be.
 * Records of a long list go on as they arrive when every one has a message of its own.
 */
export async function deliver(outputs: AsyncIterable<Delivered>, delivery: Delivery): Promise<number> {
	const { red, message, saved } = delivery;
	const apart = delivery.list && saved.deliver === 'messages';
	const put = (target: Message, value: unknown): void => void red.util.setMessageProperty(target, saved.output, value, true);
	const together: unknown[] = [];
	let files = 0;
	let failedRows = 0;
	const sequence = new Sequence(red, message, delivery.send, 'array');
	const unread = new Set<Promise<void>>();
	for await (const { output, item } of outputs) {
		const { file } = output;
		// A row tells of it as well, unless there should have been a file.
		if (output.failure) {
			failedRows += delivery.several ? 0 : 1;
			delivery.refuse?.(output.failure, { ...about(item), details: output.json });
		}
		if (output.failure && delivery.several) continue;
		if (file) {
			const metered = saved.file === 'stream' ? meter(file.stream) : undefined;
			try {
				await deliverFile(metered ? { ...file, stream: metered.stream } : file, output, item, delivery, put);
				files++;
			} catch (error) {
				if (!delivery.refuse) throw error;
				delivery.refuse(error, { ...about(item), ...(delivery.several ? { details: output.json } : {}) });
			}
			if (metered) {
				const reading: Promise<void> = readOrLeft(file.stream, metered.taken).then(() => void unread.delete(reading));
				unread.add(reading);
				if (unread.size >= transfersAtATime) await Promise.race(unread);
			}
		} else if (apart) {
			sequence.add((target) => {
				put(target, output.json);
				if (item !== undefined) target.item = item;
			});
		} else {
			together.push(output.json);
		}
	}
	sequence.end();
	await Promise.all(unread);
	if (!apart && (together.length > 0 || !delivery.files)) {
		put(message, delivery.list ? together : together.length > 1 ? together : (together[0] ?? null));
		delivery.send(message);
	}
	return files + together.length + sequence.count - failedRows;
}

function about(item: unknown): { readonly item?: unknown } {
	return item === undefined ? {} : { item };
}

/** A stream with the same bytes, which tells how many of them were taken. Nothing is read before somebody reads it. */
function meter(source: Readable): { readonly stream: Readable; readonly taken: () => number } {
	let taken = 0;
	const pieces = async function* (): AsyncGenerator<Buffer> {
		for await (const piece of bytesOf(source)) {
			taken += piece.length;
			yield piece;
		}
	};
	const stream = Readable.from(pieces(), { objectMode: false });
	// A reader hears of it all the same; a file that nobody reads must not end the host's process.
	stream.on('error', () => undefined).once('close', () => void source.destroy());
	return { stream, taken: () => taken };
}

/** ms without a byte taken after which a stream counts as left. */
const patience = 10_000;

/** Until a stream has come to its end. Whoever drops its message, or stops halfway, does not hold up the others. */
async function readOrLeft(stream: Readable, taken: () => number): Promise<void> {
	if (stream.closed) return;
	await new Promise<void>((resolve) => {
		let before = 0;
		const end = (): void => {
			clearInterval(timer);
			stream.off('close', end);
			resolve();
		};
		const timer = setInterval(() => {
			if (taken() === before) end();
			before = taken();
		}, patience);
		stream.once('close', end);
	});
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
