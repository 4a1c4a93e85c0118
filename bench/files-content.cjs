'use strict';
// What every file of the bench consists of: one block of bytes without pattern, repeated.
const { createCipheriv, createHash } = require('node:crypto');
const { closeSync, openSync, writeSync } = require('node:fs');

const block = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(256 * 1024));
const digests = new Map();

function* pieces(size) {
	for (let done = 0; done < size; done += block.length) yield block.subarray(0, Math.min(block.length, size - done));
}

/** MD5 of the file of this size, as bytes. */
function md5Of(size) {
	if (!digests.has(size)) {
		const hash = createHash('md5');
		for (const piece of pieces(size)) hash.update(piece);
		digests.set(size, hash.digest());
	}
	return digests.get(size);
}

function writeFile(path, size) {
	const file = openSync(path, 'w');
	for (const piece of pieces(size)) writeSync(file, piece);
	closeSync(file);
}

module.exports = { block, md5Of, writeFile };
