import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { watchUpload } from '../../src/host/silence';

const silence = 200;
async function* pieces(): AsyncGenerator<Buffer> {
	for (let piece = 0; piece < 8; piece++) {
		await pause(silence / 3);
		yield Buffer.from('piece ');
	}
}

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
