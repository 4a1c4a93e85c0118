'use strict';
// Lists in an embedded Node-RED.
const { digestOf } = require('./digest.cjs');
const { serveBench } = require('./files-host.cjs');
const { startNodeRed } = require('./node-red-host.cjs');

const { userDir, ...account } = JSON.parse(process.argv[2]);
const fixed = (input) => Object.fromEntries(Object.entries(input).map(([key, value]) => [key, { type: 'str', value }]));

serveBench(async () => {
	const { deploy, arriving, ask } = await startNodeRed(userDir, account, []);
	let deployed = 0;
	return {
		/** Puts a node into the flow, to be asked later. */
		async provide({ type, resource, operation, input }) {
			await deploy([{ id: 'read', type, resource, operation, input: fixed(input), returnAll: true, output: 'payload', deliver: 'array' }]);
		},
		/** Leaves nothing that has served: from then on the peak says what the work itself takes. */
		async settle() {
			global.gc();
		},
		async read() {
			const { payload } = await ask('read', {});
			return digestOf(payload);
		},
		/** The first look of a trigger that starts with everything; `count` messages are to come. */
		async look({ type, within, count }) {
			const told = [];
			const trigger = { id: `look-${++deployed}`, type, within: fixed(within), filters: {}, events: ['created'], every: '60', unit: 'minutes', startFrom: 'everything', startDate: '', ignoreOwn: false };
			return await arriving(
				async () => await deploy([trigger]),
				({ payload }) => (told.push({ id: payload.id }) === count ? digestOf(told) : undefined),
			);
		},
	};
});
