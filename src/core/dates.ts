import { InputError } from './errors';

const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/;

/** A calendar day as the services want it, YYYY-MM-DD. A time of day is cut off as written, never converted: the day stays the day. Throws InputError. */
export function calendarDay(given: unknown, label: string): string {
	const day = typeof given === 'string' ? given.trim().slice(0, 10) : '';
	const parts = dayPattern.exec(day);
	if (parts) {
		const [year, month, date] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
		const check = new Date(Date.UTC(year, month - 1, date));
		if (check.getUTCMonth() === month - 1 && check.getUTCDate() === date) return day;
	}
	throw new InputError(`${label} must be a calendar day such as 2026-03-31.`, { remedy: `It was ${describe(given)}.` });
}

/** A moment in ISO 8601 with ms, in UTC. A text without a zone is taken as UTC. Throws InputError. */
export function moment(given: unknown, label: string): string {
	const written = given instanceof Date ? given.toISOString() : typeof given === 'number' ? new Date(given).toISOString() : typeof given === 'string' ? given.trim() : '';
	const zoned = /(?:[zZ]|[+-]\d{2}:?\d{2})$/.test(written) || dayPattern.test(written) ? written : `${written}Z`;
	const time = Date.parse(zoned.replace(' ', 'T'));
	if (written === '' || Number.isNaN(time)) throw new InputError(`${label} must be a date and time such as 2026-03-31T08:00:00Z.`, { remedy: `It was ${describe(given)}.` });
	return new Date(time).toISOString();
}

/** `YYYY-MM-DD HH:MM:SS +0000`, as BIM 360 Field writes moments (Field document, line 640); without the zone for equipment and tasks (line 528). */
export function fieldMoment(given: unknown, label: string, zone: boolean): string {
	const iso = moment(given, label);
	return `${iso.slice(0, 10)} ${iso.slice(11, 19)}${zone ? ' +0000' : ''}`;
}

function describe(given: unknown): string {
	return typeof given === 'string' ? `"${given.slice(0, 60)}"` : typeof given;
}

/** ms since the epoch of any date the services write; NaN when it is none. Zoneless times are UTC (ACC Photos, line 9521); EST/EDT and `+0400` without colon are read too. */
export function readMoment(written: string): number {
	const text = written.trim();
	const named = /\b(EST|EDT|CST|CDT|MST|MDT|PST|PDT|UTC|GMT)$/.exec(text);
	if (named) return Date.parse(text.replace(/^(\d{4}-\d{2}-\d{2}) (\S+) /, '$1T$2 ').replace(/T/, ' '));
	const parts = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?\s*(Z|[+-]\d{2}:?\d{2})?$/i.exec(text);
	if (!parts) return Date.parse(text);
	const [, day, time = '00:00:00', zone = 'Z'] = parts;
	const colon = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
	return Date.parse(`${day}T${time.replace(/(\.\d{3})\d+$/, '$1')}${colon}`);
}
