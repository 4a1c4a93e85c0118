import { createHash } from 'node:crypto';

/** Namespace of the ids this package makes from names (RFC 9562 §5.5). */
const namespace = Buffer.from('6f0f2bd0f2f74f0b9a2cf3b2a1a6c0de', 'hex');

/** A version-5 UUID: the same parts always give the same id, so that a repeated write meets what the first one made. */
export function nameBasedUuid(parts: readonly string[]): string {
	const hash = createHash('sha1').update(namespace).update(parts.map((part) => `${part.length}:${part}`).join('')).digest().subarray(0, 16);
	hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
	hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
	const hex = hash.toString('hex');
	return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
