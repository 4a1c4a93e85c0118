import { crc32 } from './crc32';

export interface ZipEntry {
	readonly name: string;
	readonly bytes: Uint8Array;
}

/** A zip archive whose entries are stored without compression; names in UTF-8, every entry dated 1 January 1980. */
export function zip(entries: readonly ZipEntry[]): Uint8Array {
	const pieces: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const entry of entries) {
		const name = Buffer.from(entry.name, 'utf8');
		const shared = sharedFields(entry.bytes, name.length);
		const local = Buffer.concat([Buffer.from([0x50, 0x4b, 0x03, 0x04]), shared, name]);
		const central = Buffer.concat([Buffer.from([0x50, 0x4b, 0x01, 0x02, 20, 0]), shared, Buffer.alloc(14), name]);
		central.writeUInt32LE(offset, 42);
		directory.push(central);
		pieces.push(local, Buffer.from(entry.bytes));
		offset += local.length + entry.bytes.length;
	}
	const end = Buffer.alloc(22);
	end.set([0x50, 0x4b, 0x05, 0x06]);
	end.writeUInt16LE(entries.length, 8);
	end.writeUInt16LE(entries.length, 10);
	end.writeUInt32LE(directory.reduce((sum, record) => sum + record.length, 0), 12);
	end.writeUInt32LE(offset, 16);
	return Buffer.concat([...pieces, ...directory, end]);
}

/** The 26 bytes that the local header and the central directory have in common: version to length of the extra field. */
function sharedFields(bytes: Uint8Array, nameLength: number): Buffer {
	const fields = Buffer.alloc(26);
	fields.writeUInt16LE(20, 0);
	fields.writeUInt16LE(0x0800, 2);
	fields.writeUInt16LE(0x21, 8);
	fields.writeUInt32LE(crc32(bytes), 10);
	fields.writeUInt32LE(bytes.length, 14);
	fields.writeUInt32LE(bytes.length, 18);
	fields.writeUInt16LE(nameLength, 22);
	return fields;
}
