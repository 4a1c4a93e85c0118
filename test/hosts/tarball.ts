/** The packed package, as `npm run test:hosts` has made it: what people get. */
export function tarball(): string {
	const path = process.env.AEC_TARBALL;
	if (path === undefined) throw new Error('These tests try the packed package: run them by npm run test:hosts.');
	return path;
}
