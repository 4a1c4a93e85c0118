const main = require('../../jest.config.cjs');

/** The tests in real hosts: one after the other, for each starts servers and a browser of its own. Run them by `npm run test:hosts`. */
module.exports = {
	...main,
	// Scripts that tell whether the main job is done are shared with `npm start`.
	transform: Object.fromEntries(Object.entries(main.transform).map(([, how]) => ['\\.(ts|mjs)$', how])),
	rootDir: '../..',
	testMatch: ['<rootDir>/test/hosts/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/'],
	modulePathIgnorePatterns: ['<rootDir>/test/hosts/.*/node_modules/'],
	maxWorkers: 1,
	testTimeout: 300_000,
};
