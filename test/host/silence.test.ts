import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { breakWhenSilent, watchUpload } from '../../src/host/silence';

const silence = 600;
async function* pieces(): AsyncGenerator<Buffer> {
	for (let piece = 0; piece < 8; piece++) {
		await pause(silence / 3);
		yield Buffer.from('piece ');
	}
}

describe('an answer', () => {
	it('is silent by the network alone: a reader who comes late finds it going on', () => {
		const socket = new Socket();
		const response = new IncomingMessage(socket).on('error', () => undefined);
		breakWhenSilent(response, 60_000);
		response.push(Buffer.alloc(response.readableHighWaterMark));
		socket.emit('timeout');
		expect(response.destroyed).toBe(false);
		response.read();
		socket.emit('timeout');
		expect(response.destroyed).toBe(false);
		socket.emit('timeout');
		expect(response.destroyed).toBe(true);
	});
});

describe('an upload', () => {
	it('that flows is never silent, however long it takes', async () => {
		const { body, silent, done } = watchUpload(Readable.from(pieces()), silence);
		let sent = '';
		for await (const chunk of body) sent += String(chunk);
		done();
		await pause(2 * silence);
		expect(sent).toBe('piece '.repeat(8));
		expect(silent.aborted).toBe(false);
	});

	it('of which nothing is taken, or whose answer does not come, is', async () => {
		const { silent } = watchUpload(Readable.from([Buffer.alloc(1_000_000)]), silence);
		await pause(2 * silence);
		expect(silent.aborted).toBe(true);
	});

	it('closes its source when it is given up, and fails with it', async () => {
		const source = Readable.from(pieces());
		const { body, done } = watchUpload(source, silence);
		body.destroy();
		await pause(silence);
		expect(source.destroyed).toBe(true);
		done();
		const broken = watchUpload(Readable.from(failing()), silence);
		await expect(broken.body.toArray()).rejects.toThrow('the disk is gone');
		broken.done();
	});
});

async function* failing(): AsyncGenerator<Buffer> {
	yield Buffer.from('half');
	throw new Error('the disk is gone');
}
