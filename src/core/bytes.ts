import type { Readable } from 'node:stream';

/** The chunks of a stream as bytes. Throws what the stream throws. */
export async function* bytesOf(stream: Readable): AsyncGenerator<Buffer> {
	for await (const chunk of stream) {
		const piece: unknown = chunk;
		if (Buffer.isBuffer(piece)) yield piece;
		else if (piece instanceof Uint8Array) yield Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
		else if (typeof piece === 'string') yield Buffer.from(piece);
		else throw new TypeError('The stream delivers objects where bytes are expected.');
	}
}
