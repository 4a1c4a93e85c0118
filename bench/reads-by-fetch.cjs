'use strict';
// A list read as a script would: one page after the other.
const { digestOf } = require('./digest.cjs');
const { serveBench } = require('./files-host.cjs');

const { token } = JSON.parse(process.argv[2]);

serveBench(async () => ({
	async read({ url, size, items }) {
		const records = [];
		let bytes = 0;
		for (let offset = 0; ; offset += size) {
			const page = size === undefined ? url : `${url}?limit=${size}&offset=${offset}`;
			const response = await fetch(page, { headers: { authorization: `Bearer ${token}`, accept: 'application/json' } });
			if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
			const text = await response.text();
			bytes += text.length;
			const body = JSON.parse(text);
			const found = items === '' ? body : body[items];
			for (const record of found) records.push(record);
			if (size === undefined || found.length < size) return { ...digestOf(records), bytes };
		}
	},
}));
