'use strict';
// A host under measurement: does what the bench tells it, one thing at a time, and says what it took.
const { rmSync } = require('node:fs');
const { watched } = require('./memory.cjs');

/** @param open gives what can be asked for, by name; a result's `clear` is a file to remove afterwards. */
function serveBench(open) {
	const ready = open();
	ready.then(() => process.send({ kind: 'ready' }), fail);
	process.on('message', async ({ ask, given }) => {
		try {
			const measured = await watched(async () => await (await ready)[ask](given));
			if (measured.value?.clear) rmSync(measured.value.clear);
			process.send({ kind: 'answer', measured });
		} catch (error) {
			fail(error);
		}
	});
	process.on('disconnect', () => process.exit(0));
}

function fail(error) {
	process.send({ kind: 'failed', words: String(error?.stack ?? error) });
}

module.exports = { serveBench };
