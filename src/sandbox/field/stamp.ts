/** Offset of the sandbox's building sites from UTC: they lie where the document's examples were written. */
const offsetHours = -4;

/** `2013-05-20 12:23:07 -0400`, as Field writes dates in replies (BIM 360 Field API, line 1646). */
export function stamp(date: Date): string {
	return `${localText(date).replace('T', ' ')} -0400`;
}

/** `2013-06-04T13:01:18-04:00`, as checklists date their comments (line 1678). */
export function isoStamp(date: Date): string {
	return `${localText(date)}-04:00`;
}

/** `06/05/2013`, as checklists answer dates (line 1678). */
export function usDay(date: Date): string {
	const [year = '', month = '', day = ''] = localText(date).slice(0, 10).split('-');
	return `${month}/${day}/${year}`;
}

/** `2013-06-05` at the building site. */
export function isoDay(date: Date): string {
	return localText(date).slice(0, 10);
}

function localText(date: Date): string {
	return new Date(date.getTime() + offsetHours * 3_600_000).toISOString().slice(0, 19);
}

/** Reads any of the ways in which the document writes a moment; a day means its first moment. Undefined where none fits. */
export function readStamp(text: string): Date | undefined {
	const found = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2})(?:\.\d+)?)? ?(?:(Z)|UTC|([+-]\d{2}):?(\d{2}))?$/.exec(text.trim());
	if (found === null) return undefined;
	const [, day = '', time = '00:00:00', zulu, hours, minutes] = found;
	const zone = zulu !== undefined ? 'Z' : hours === undefined ? '-04:00' : `${hours}:${minutes ?? '00'}`;
	const date = new Date(`${day}T${time}${zone}`);
	return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Whether something changed after a moment. Field writes whole seconds, so it compares whole seconds. */
export function changedAfter(date: Date, since: Date): boolean {
	return Math.floor(date.getTime() / 1000) > Math.floor(since.getTime() / 1000);
}
