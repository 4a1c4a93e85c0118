/** A date as an n8n expression may give it: luxon's DateTime, which knows how it is written. */
interface Written {
	toISO(): string | null;
}

function isWritten(value: unknown): value is Written {
	return typeof value === 'object' && value !== null && 'toISO' in value && typeof value.toISO === 'function';
}

/** A calendar day as it was written. Only a bare moment (a JS Date) has to be read on the clock of the workflow's time zone. */
export function dayText(value: unknown, timeZone: string): unknown {
	if (isWritten(value)) return value.toISO()?.slice(0, 10);
	if (value instanceof Date && !Number.isNaN(value.getTime())) return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(value);
	return value;
}

/** A moment with its zone; what the date picker wrote without one is on the clock of the workflow. */
export function momentText(value: unknown, timeZone: string): unknown {
	if (isWritten(value)) return value.toISO();
	if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
	if (typeof value !== 'string') return value;
	const local = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)$/.exec(value.trim());
	if (!local) return value;
	const asUtc = Date.parse(`${local[1]}T${local[2]}Z`);
	if (Number.isNaN(asUtc)) return value;
	// The offset at that moment, found twice because it may change in between.
	const near = asUtc - offset(asUtc, timeZone);
	return new Date(asUtc - offset(near, timeZone)).toISOString();
}

/** ms that the zone is ahead of UTC at this moment. */
function offset(time: number, timeZone: string): number {
	const parts = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' }).formatToParts(time);
	const get = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
	return Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second')) - Math.floor(time / 1000) * 1000;
}
