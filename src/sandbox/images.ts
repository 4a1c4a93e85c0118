import { deflateSync } from 'node:zlib';
import { crc32 } from './crc32';

/** Red, green, blue, 0 to 255 each. */
export type Colour = readonly [number, number, number];

/** A PNG of the given size in pixels: a gradient of one colour with a darker stripe, so that two pictures look different. */
export function png(width: number, height: number, colour: Colour): Uint8Array {
	const row = 1 + width * 3;
	const raw = Buffer.alloc(row * height);
	for (let y = 0; y < height; y += 1) {
		for (let x = 0; x < width; x += 1) {
			const shade = Math.abs(x - y) < 3 ? 0.4 : 0.6 + (0.4 * y) / height;
			for (const [channel, value] of colour.entries()) raw[y * row + 1 + x * 3 + channel] = Math.round(value * shade);
		}
	}
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	// Eight bits a channel, colour without alpha.
	header.set([8, 2], 8);
	return Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		pngChunk('IHDR', header),
		pngChunk('IDAT', deflateSync(raw)),
		pngChunk('IEND', Buffer.alloc(0)),
	]);
}

function pngChunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const frame = Buffer.alloc(8 + body.length);
	frame.writeUInt32BE(data.length, 0);
	body.copy(frame, 4);
	frame.writeUInt32BE(crc32(body), 4 + body.length);
	return frame;
}

/** A grey baseline JPEG of 8 by 8 pixels: one block with nothing but its mean. */
export function jpeg(): Uint8Array {
	return Buffer.concat([
		Buffer.from([0xff, 0xd8]),
		jpegSegment(0xdb, [0, ...new Array<number>(64).fill(1)]),
		jpegSegment(0xc0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
		// DC codes: 0 for "no difference", 10 for a difference of seven bits. AC codes: 0 for "end of block".
		jpegSegment(0xc4, [0x00, 1, 1, ...new Array<number>(14).fill(0), 0, 7]),
		jpegSegment(0xc4, [0x10, 1, ...new Array<number>(15).fill(0), 0]),
		jpegSegment(0xda, [1, 1, 0, 0, 63, 0]),
		// 10, then 80 in seven bits, then the end of the block, padded with ones.
		Buffer.from([0b10101000, 0b00111111, 0xff, 0xd9]),
	]);
}

function jpegSegment(marker: number, data: readonly number[]): Buffer {
	const length = data.length + 2;
	return Buffer.from([0xff, marker, length >> 8, length & 0xff, ...data]);
}

/** A PDF of blank pages with one line of text each. */
export function pdf(lines: readonly string[]): Uint8Array {
	const pages = lines.map((_, index) => 4 + index * 2);
	const objects = [
		'<< /Type /Catalog /Pages 2 0 R >>',
		`<< /Type /Pages /Kids [${pages.map((number) => `${number} 0 R`).join(' ')}] /Count ${lines.length} >>`,
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
	];
	for (const [index, line] of lines.entries()) {
		const content = `BT /F1 18 Tf 40 780 Td (${line.replace(/[\\()]/g, '\\$&')}) Tj ET`;
		objects.push(
			`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + index * 2} 0 R >>`,
			`<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
		);
	}
	let text = '%PDF-1.4\n';
	const offsets: number[] = [];
	for (const [index, object] of objects.entries()) {
		offsets.push(text.length);
		text += `${index + 1} 0 obj\n${object}\nendobj\n`;
	}
	const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
	const size = objects.length + 1;
	text += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
	return Buffer.from(text, 'latin1');
}
