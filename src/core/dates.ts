import { InputError } from './errors';

const dayPattern = /^(\d{4})-(\d{2})-(\d{2})(?=$|[T ])/;
/** ISO 8601 and its relatives: blank for T, zone without colon, any number of decimals. */
const momentPattern = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?\s*([Zz]|[+-]\d{2}(?::?\d{2})?)?$/;

/** A calendar day as the services want it, YYYY-MM-DD. A time of day is cut off as written, never converted: the day stays the day. Throws InputError. */
export function calendarDay(given: unknown, label: string): string {
	const text = typeof given === 'string' ? given.trim() : '';
	if (isDay(text)) return text.slice(0, 10);
	throw new InputError(`${label} must be a calendar day such as 2026-03-31.`, { remedy: `It was ${describe(given)}.` });
}

/** A moment in ISO 8601 with ms, in UTC. A text without a zone is taken as UTC. Throws InputError. */
export function moment(given: unknown, label: string): string {
	const time = given instanceof Date ? given.getTime() : typeof given === 'number' ? given : typeof given === 'string' ? isoTime(given.trim()) : Number.NaN;
	// The furthest a Date reaches (ECMA-262, Time Values), and four digits of a year.
	if (!Number.isFinite(time) || time < -62_167_219_200_000 || time > 253_402_300_799_999) throw new InputError(`${label} must be a date and time such as 2026-03-31T08:00:00Z.`, { remedy: `It was ${describe(given)}.` });
	return new Date(time).toISOString();
}

/** The last ms that an end of a range covers: of a bare day its end, for "on or before June 1" is `2019-06-01T23:59:59.999Z` to the services (ACC, lines 778 and 4863); of anything else the moment. Throws InputError. */
export function lastMoment(given: unknown, label: string): string {
	const at = moment(given, label);
	const isBareDay = typeof given === 'string' && momentPattern.exec(given.trim())?.[2] === undefined;
	return isBareDay ? new Date(Date.parse(at) + 86_399_999).toISOString() : at;
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
	const named = /\b(?:EST|EDT|CST|CDT|MST|MDT|PST|PDT|UTC|GMT)$/.test(text);
	return named ? Date.parse(text.replace(/^(\d{4}-\d{2}-\d{2})T/, '$1 ')) : isoTime(text);
}

/** ms since the epoch; NaN for a day that the calendar does not have, which Date.parse would move into the next month. */
function isoTime(text: string): number {
	const parts = momentPattern.exec(text);
	if (!parts || !isDay(text.slice(0, 10))) return Number.NaN;
	const [, day, time = '00:00:00', zone = 'Z'] = parts;
	const offset = /^z$/i.test(zone) ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`;
	return Date.parse(`${day}T${time.replace(/(\.\d{3})\d+$/, '$1')}${offset}`);
}

function isDay(text: string): boolean {
	const parts = dayPattern.exec(text);
	if (!parts) return false;
	const [month, date] = [Number(parts[2]), Number(parts[3])];
	const check = new Date(Date.UTC(Number(parts[1]), month - 1, date));
	return check.getUTCMonth() === month - 1 && check.getUTCDate() === date;
}
