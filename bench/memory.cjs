'use strict';
// Watches what a piece of work takes of memory beyond what the warmed-up process has when it rests. Nothing is collected
// by force: after that V8 would collect in haste for minutes, which no host in use does.
const { GCProfiler } = require('node:v8');

const between = 25;
const resting = 500;

/**
 * Does the work; gives its time and that of the processor in ms, the peaks in bytes above idle, and what it gave. Peaks are
 * sampled every 25 ms; `heap`, what JavaScript holds with its buffers, also before every collection: while a long list is
 * parsed nobody can sample.
 */
async function watched(work) {
	await new Promise((resolve) => setTimeout(resolve, resting));
	const idle = process.memoryUsage();
	const peak = { ...idle };
	const timer = setInterval(() => {
		const now = process.memoryUsage();
		for (const kind of Object.keys(peak)) peak[kind] = Math.max(peak[kind], now[kind]);
	}, between);
	const heapOf = ({ heapUsed, external }) => heapUsed + external;
	const collections = new GCProfiler();
	collections.start();
	const start = performance.now();
	const spent = process.cpuUsage();
	try {
		const value = await work();
		const { user, system } = process.cpuUsage(spent);
		const ms = performance.now() - start;
		const collected = collections.stop().statistics.map(({ beforeGC: { heapStatistics } }) => heapStatistics.usedHeapSize + heapStatistics.externalMemory);
		const above = { ...Object.fromEntries(Object.keys(peak).map((kind) => [kind, peak[kind] - idle[kind]])), heap: Math.max(heapOf(peak), heapOf(process.memoryUsage()), ...collected) - heapOf(idle) };
		return { ms, cpuMs: (user + system) / 1000, idle: idle.rss, above, value };
	} finally {
		clearInterval(timer);
	}
}

module.exports = { watched };
