import type { Readable } from 'node:stream';
import type { FileInput } from '../catalog/vocabulary';
import { bytesOf } from './bytes';
import { InputError } from './errors';
import { opened, unreadable } from './transfer';

/** One part of a file: its number, counted from 1, its first byte and one past its last. */
export interface Part {
	readonly number: number;
	readonly from: number;
	readonly to: number;
}

/** The parts of a file. A file without bytes has one empty part. */
export function partsOf(size: number, partSize: number): readonly Part[] {
	return Array.from({ length: Math.max(1, Math.ceil(size / partSize)) }, (_, index) => ({ number: index + 1, from: index * partSize, to: Math.min(size, (index + 1) * partSize) }));
}

/** Room for parts, used again: a new one for each part would pile up until the garbage collector comes. */
export class PartRooms {
	private readonly free: Buffer[] = [];

	/** @param most rooms that are kept */
	constructor(private readonly most: number) {}

	take(length: number): Buffer {
		const index = this.free.findIndex((room) => room.length === length);
		return this.free.splice(index, index < 0 ? 0 : 1)[0] ?? Buffer.allocUnsafeSlow(length);
	}

	/** For one that nothing reads any more. */
	giveBack(room: Buffer): void {
		this.free.push(room);
		if (this.free.length > this.most) this.free.shift();
	}
}

/** Reads a file once, piece after piece in the order in which they are asked for. Throws InputError when it cannot be read or is shorter or longer than stated. */
export class PartReader {
	private source: Readable | undefined;
	private chunks: AsyncGenerator<Buffer> | undefined;
	/** What was read and not yet given out. */
	private rest: Buffer = Buffer.alloc(0);
	private turn: Promise<unknown> = Promise.resolve();

	constructor(
		private readonly file: FileInput,
		private readonly size: number,
	) {}

	/** Fills the room with the next bytes. */
	async fill(room: Buffer): Promise<void> {
		const mine = this.turn.then(async () => await this.next(room));
		this.turn = mine.catch(() => undefined);
		await mine;
	}

	/** After the last piece: nothing may be left. */
	async end(): Promise<void> {
		await this.turn;
		const more = this.rest.length > 0 ? this.rest : await this.chunk();
		if (more !== undefined) throw new InputError(`The file "${this.file.name}" is longer than the ${this.size} bytes it should have.`, { remedy: 'Fetch the file again.' });
	}

	close(): void {
		this.source?.destroy();
	}

	private async next(room: Buffer): Promise<void> {
		for (let filled = 0; filled < room.length; ) {
			const chunk = this.rest.length > 0 ? this.rest : await this.chunk();
			if (chunk === undefined) throw new InputError(`The file "${this.file.name}" ended before its stated size of ${this.size} bytes.`, { remedy: 'Fetch the file again.' });
			const taken = chunk.copy(room, filled);
			filled += taken;
			this.rest = chunk.subarray(taken);
		}
	}

	/** The next bytes of the source; undefined at its end. */
	private async chunk(): Promise<Buffer | undefined> {
		try {
			this.source ??= await opened(this.file);
			this.chunks ??= bytesOf(this.source);
			for (;;) {
				const step = await this.chunks.next();
				if (step.done === true) return undefined;
				if (step.value.length > 0) return step.value;
			}
		} catch (cause) {
			throw cause instanceof InputError ? cause : unreadable(this.file, cause);
		}
	}
}
