import type { IncomingMessage } from 'node:http';
import { pipeline, Transform, type Readable } from 'node:stream';

/** Ends an answer of which no byte comes for `silence` ms, as a broken one; HTTP clients stop counting once a streamed answer has begun. */
export function breakWhenSilent(response: IncomingMessage, silence: number): void {
	const { socket } = response;
	let readerWasSilent = false;
	const look = (): void => {
		if (response.complete) return;
		// A full buffer waits for its reader, not for the network; once the reader has come, the network gets its time anew.
		const full = response.readableLength >= response.readableHighWaterMark;
		if (full || readerWasSilent) socket.setTimeout(silence);
		else response.destroy(new Error('There was no byte for too long.'));
		readerWasSilent = full;
	};
	socket.setTimeout(silence);
	socket.on('timeout', look);
	response.once('close', () => socket.off('timeout', look));
}

/** An upload that is given up by its silence, not by the time it takes as a whole. */
export interface WatchedUpload {
	/** To be sent in place of the source; destroying it destroys the source. */
	readonly body: Readable;
	/** Aborts when no byte has been taken for too long, the wait for the answer included. */
	readonly silent: AbortSignal;
	/** There is an answer, or there will be none. */
	readonly done: () => void;
}

/** @param silence in ms */
export function watchUpload(source: Readable, silence: number): WatchedUpload {
	const silenced = new AbortController();
	const timer = setTimeout(() => silenced.abort(), silence);
	const counted = new Transform({
		transform(chunk, _encoding, passed) {
			timer.refresh();
			passed(null, chunk);
		},
	});
	return { body: pipeline(source, counted, () => undefined), silent: silenced.signal, done: () => clearTimeout(timer) };
}
