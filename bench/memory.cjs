'use strict';
// Watches what a piece of work takes of memory beyond what the warmed-up process has when it rests. Nothing is collected
// by force: after that V8 would collect in haste for minutes, which no host in use does.
const between = 25;
const resting = 500;

/** Does the work; gives its time and that of the processor in ms, the peaks in bytes above idle, sampled every 25 ms, and what it gave. */
async function watched(work) {
	await new Promise((resolve) => setTimeout(resolve, resting));
	const idle = process.memoryUsage();
	const peak = { ...idle };
	const timer = setInterval(() => {
		const now = process.memoryUsage();
		for (const kind of Object.keys(peak)) peak[kind] = Math.max(peak[kind], now[kind]);
	}, between);
	const start = performance.now();
	const spent = process.cpuUsage();
	try {
		const value = await work();
		const { user, system } = process.cpuUsage(spent);
		return { ms: performance.now() - start, cpuMs: (user + system) / 1000, idle: idle.rss, above: Object.fromEntries(Object.keys(peak).map((kind) => [kind, peak[kind] - idle[kind]])), value };
	} finally {
		clearInterval(timer);
	}
}

module.exports = { watched };
