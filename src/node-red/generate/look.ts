import type { Service } from '../../catalog/vocabulary';

/** How a service looks in the palette. */
export interface Look {
	readonly category: string;
	/** From Node-RED's own muted palette. */
	readonly color: string;
	/** Inside of the icon: white on nothing, 40 wide and 60 high. */
	readonly drawing: string;
}

const line = 'fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"';

export const looks: Readonly<Record<Service['id'], Look>> = {
	cintoo: {
		category: 'cintoo',
		color: '#A6BBCF',
		// A cube of points: a scan.
		drawing: `<path ${line} d="M20 14 33 22v16l-13 8-13-8V22z"/><path ${line} d="M7 22l13 8 13-8M20 30v16" stroke-dasharray="1 5"/>`,
	},
	acc: {
		category: 'autodesk construction cloud',
		color: '#DEB887',
		// A building with a tick.
		drawing: `<path ${line} d="M9 46V20l11-6 11 6v26z"/><path ${line} d="M14 33l5 5 8-10"/>`,
	},
	field: {
		category: 'bim 360 field',
		color: '#87A980',
		// A clipboard with lines.
		drawing: `<path ${line} d="M10 17h20v29H10z"/><path ${line} d="M16 17v-4h8v4M15 26h10M15 33h10M15 40h6"/>`,
	},
};

const clock = `<circle cx="30" cy="49" r="7" fill="#fff"/><path d="M30 45v4h3" fill="none" stroke="#888" stroke-width="1.6"/>`;

/** The icon files of a service: its own, and the one of its triggers. */
export function iconsOf(service: Service): Readonly<Record<string, string>> {
	const drawing = looks[service.id].drawing;
	const svg = (inside: string): string => `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="60" viewBox="0 0 40 60">${inside}</svg>\n`;
	return { [iconName(service, false)]: svg(drawing), [iconName(service, true)]: svg(drawing + clock) };
}

export function iconName(service: Service, trigger: boolean): string {
	return `aec-${service.id}${trigger ? '-trigger' : ''}.svg`;
}
