import { isIP } from 'node:net';

/** Networks that nothing outside reaches: this machine, private and link-local ones, those of carriers (RFC 1918, 4193, 6598). */
const insideV4: readonly RegExp[] = [/^(?:0|10|127)\./, /^192\.168\./, /^169\.254\./, /^172\.(?:1[6-9]|2\d|3[01])\./, /^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./];
const insideV6 = /^(?:::1?$|f[cd]|fe[89ab])/i;
const insideNames = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|home\.arpa)$/i;

/** Why a service out there cannot reach this address; undefined where it can, as far as the address tells. */
export function unreachable(callback: string, origin: string): string | undefined {
	if (!URL.canParse(callback) || !/^https?:$/.test(new URL(callback).protocol)) return 'the public address is missing or no web address';
	const { hostname } = new URL(callback);
	// A service on this machine, such as the sandbox, reaches what is on it.
	if (!isInside(hostname) || isInside(new URL(origin).hostname)) return undefined;
	return `${hostname} cannot be reached from outside`;
}

function isInside(hostname: string): boolean {
	const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
	const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(host);
	if (mapped) {
		const [high, low] = [mapped[1], mapped[2]].map((part) => Number.parseInt(part ?? '0', 16));
		return isInside([(high ?? 0) >> 8, (high ?? 0) & 255, (low ?? 0) >> 8, (low ?? 0) & 255].join('.'));
	}
	if (isIP(host) === 4) return insideV4.some((network) => network.test(host));
	if (isIP(host) === 6) return insideV6.test(host);
	return !host.includes('.') || insideNames.test(host);
}
