import { createHash } from 'node:crypto';

/** A UUID that the same name always leads to, so that sample records keep their ids from run to run. */
export function stableId(name: string): string {
	const hex = createHash('sha256').update(`acc sandbox ${name}`).digest('hex');
	return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/** Twenty-two characters as Autodesk's URNs end in. */
export function urnTail(name: string): string {
	return createHash('sha256').update(name).digest('base64url').slice(0, 22);
}

/** A day so many days after the first of September 2026, and a moment in it. */
export function day(count: number): string {
	return new Date(Date.UTC(2026, 8, 1 + count)).toISOString().slice(0, 10);
}

export function moment(count: number, minutes: number): string {
	return new Date(Date.UTC(2026, 8, 1 + count, 6, 30 + minutes, (minutes * 7) % 60, (minutes * 131) % 1000)).toISOString();
}

/** Takes turns through a list. */
export function turn<T>(list: Turns<T>, index: number): T {
	return list[index % list.length] ?? list[0];
}

/** A list with something in it. */
export type Turns<T> = readonly [T, ...T[]];

export function folderId(projectId: string, name: string): string {
	return `urn:adsk.wipprod:fs.folder:co.${urnTail(`folder ${projectId} ${name}`)}`;
}
