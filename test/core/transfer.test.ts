import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FileInput } from '../../src/catalog/vocabulary';
import { bytesOf } from '../../src/core/bytes';
import { InputError } from '../../src/core/errors';
import { measure, nameOf, received, slice } from '../../src/core/transfer';
import { fileOf } from './scripted';

async function collect(stream: Readable): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of bytesOf(stream)) chunks.push(chunk);
	return Buffer.concat(chunks).toString();
}
const mebibyte = 1024 * 1024;
/** A file of `size` bytes that is made while it is read, and how far it has been read. */
function large(size: number): FileInput & { produced(): number; closed(): boolean } {
	let produced = 0;
	let closed = false;
	return {
		name: 'scan.e57',
		size,
		produced: () => produced,
		closed: () => closed,
		open: async () => {
			produced = 0;
			closed = false;
			return new Readable({
				highWaterMark: 64 * 1024,
				read() {
					const piece = Math.min(64 * 1024, size - produced);
					produced += piece;
					this.push(piece === 0 ? null : Buffer.alloc(piece, produced / 65_536));
				},
				destroy(error, done) {
					closed = true;
					done(error);
				},
			});
		},
	};
}

describe('measuring', () => {
	it.each([
		['', 0, 'd41d8cd98f00b204e9800998ecf8427e', '1B2M2Y8AsgTpgAmY7PhCfg=='],
		['The quick brown fox jumps over the lazy dog', 43, '9e107d9d372bb6826bd81d3542a419d6', 'nhB9nTcrtoJr2B01QqQZ1g=='],
	])('%j', async (content, size, md5Hex, md5Base64) => expect(await measure(fileOf(content))).toEqual({ size, md5Hex, md5Base64 }));

	it('reads 32 MiB piece by piece', async () => {
		const file = large(32 * mebibyte);
		const hash = createHash('md5');
		for await (const chunk of bytesOf(await file.open())) hash.update(chunk);
		expect(await measure(file)).toMatchObject({ size: 32 * mebibyte, md5Hex: hash.digest('hex') });
	});
	it('says so when the file is not as long as stated', async () => await expect(measure(fileOf('abc', { size: 4 }))).rejects.toThrow('should have 4 bytes but has 3'));
	it.each<[string, () => Promise<Readable>]>([
		['cannot be opened', () => Promise.reject(new Error('ENOENT'))],
		['breaks off', async () => new Readable({ read() { this.destroy(new Error('EIO')); } })],
		['gives objects', async () => Readable.from([{ a: 1 }])],
	])('says so when the file %s', async (_, open) => await expect(measure({ name: 'x', open })).rejects.toThrow(InputError));
});

describe('a part of a file', () => {
	const file = fileOf('', { open: async () => Readable.from(['01', '234', '56789'].map((text) => Buffer.from(text))) });
	it.each([
		[undefined, undefined, '0123456789'],
		[0, 10, '0123456789'],
		[0, 3, '012'],
		[2, 6, '2345'],
		[5, undefined, '56789'],
		[9, 10, '9'],
		[4, 4, ''],
	])('from %p to %p', async (from, to, part) => expect(await collect(await slice(file, { from, to, size: 10 }))).toBe(part));
	it.each([[0, 9], [5, 9]])('fails when the file goes on after its stated size (from %i)', async (from, size) => await expect(collect(await slice(file, { from, size }))).rejects.toThrow('longer than the 9 bytes'));
	it('fails when the whole file is shorter', async () => await expect(collect(await slice(file, { size: 11 }))).rejects.toThrow('ended before'));
	it('fails when the file ends before', async () => await expect(collect(await slice(file, { from: 8, to: 20, size: 30 }))).rejects.toThrow('ended before its stated size'));
	it('is read no faster than it is sent, no further than it reaches, and closes the file', async () => {
		const source = large(32 * mebibyte);
		const part = await slice(source, { from: mebibyte, to: 3 * mebibyte, size: 32 * mebibyte });
		let most = 0;
		let taken = mebibyte;
		for await (const chunk of bytesOf(part)) {
			taken += chunk.length;
			most = Math.max(most, source.produced() - taken);
			await new Promise((resolve) => setImmediate(resolve));
		}
		expect(taken).toBe(3 * mebibyte);
		// A few buffers ahead of the reader, whatever the size of the file.
		expect(most).toBeLessThan(2 * mebibyte);
		expect(source.produced()).toBeLessThan(5 * mebibyte);
		expect(source.closed()).toBe(true);
	});
});

describe('a received file', () => {
	const reply = (body: Readable, headers: Record<string, string> = {}) => received({ status: 200, headers, body }, 'https://x.example/a.bin?sig=canary', undefined, { action: 'Download file', operation: 'x.file.download' });
	it('is read no faster than it is taken', async () => {
		const source = large(32 * mebibyte);
		const { stream, size } = reply(await source.open(), { 'content-length': String(32 * mebibyte) });
		expect(size).toBe(32 * mebibyte);
		let taken = 0;
		let most = 0;
		for await (const chunk of bytesOf(stream)) {
			taken += chunk.length;
			most = Math.max(most, source.produced() - taken);
		}
		expect(taken).toBe(32 * mebibyte);
		expect(most).toBeLessThan(2 * mebibyte);
	});
	it('fails when the connection breaks off in the middle', async () => {
		const failing = new Readable({ read() { this.push('abc'); this.destroy(new Error('ECONNRESET')); } });
		await expect(collect(reply(failing).stream)).rejects.toMatchObject({ kind: 'connection' });
		const closing = new Readable({ read: () => undefined });
		const { stream } = reply(closing);
		setImmediate(() => closing.destroy());
		await expect(collect(stream)).rejects.toThrow('broke off in the middle of the file');
	});
	it('is not held to the packed length', async () => {
		const { stream, size } = reply(Readable.from([Buffer.from('hello')]), { 'content-length': '3', 'content-encoding': 'gzip' });
		expect(size).toBeUndefined();
		expect(await collect(stream)).toBe('hello');
	});
	it('closes the connection when nobody wants the rest', async () => {
		const source = large(32 * mebibyte);
		const { stream } = reply(await source.open());
		for await (const _ of stream) break;
		await new Promise((resolve) => setImmediate(resolve));
		expect(source.closed()).toBe(true);
	});
	it('takes type and name from the reply, the name else from the address without its query', async () => {
		expect(reply(Readable.from([]), { 'content-type': 'image/png; charset=x' })).toMatchObject({ name: 'a.bin', type: 'image/png' });
		expect(received({ status: 200, headers: {}, body: 'text' }, 'https://x.example/', 'mine.txt', { action: 'Download file', operation: 'x.file.download' })).toMatchObject({ name: 'mine.txt', type: 'application/octet-stream' });
	});
});

describe('names', () => {
	it.each([
		['attachment; filename=plan.pdf', 'plan.pdf'],
		['attachment; filename="a plan; v2.pdf"', 'a plan; v2.pdf'],
		['attachment; filename="say \\"hi\\".txt"', 'say "hi".txt'],
		["attachment; filename=x.pdf; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%F0%9F%8F%97.pdf", 'Grüße 🏗.pdf'],
		["attachment; filename*=utf-8'de'Gr%C3%BCn.pdf", 'Grün.pdf'],
		["attachment; filename*=UTF-8''%E0%A4%A", '%E0%A4%A'],
		['attachment; filename="../../etc/passwd"', 'passwd'],
		['attachment; filename="C:\\\\Users\\\\me\\\\plan.pdf"', 'plan.pdf'],
		["attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", 'passwd'],
		['attachment; filename=".."', 'file'],
		['attachment; filename="a\u0000b\nc.txt"', 'abc.txt'],
		['attachment; filename=""', 'file'],
		['inline', 'photo 1.jpg'],
		[undefined, 'photo 1.jpg'],
	])('%j', (disposition, name) => expect(nameOf(disposition, 'https://x.example/p/photo%201.jpg?ticket=canary#f')).toBe(name));
	it.each(['https://x.example/', 'https://x.example/..', 'https://x.example/%2e%2e', 'https://x.example/a%2F..'])('is never a path: %s', (url) => expect(nameOf(undefined, url)).toBe('file'));
});
