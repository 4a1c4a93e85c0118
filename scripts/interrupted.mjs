/**
 * Resolves when this process is told to end, or when the one that started it is gone. What it has started would go on
 * without it: an n8n that nobody listens to any more writes about that, and grows, until the memory is full.
 */
export function interrupted() {
	const { ppid } = process;
	return new Promise((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, resolve);
		setInterval(() => process.ppid !== ppid && resolve(), 1000).unref();
	});
}
