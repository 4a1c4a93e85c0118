import { textOf } from '../reading';
import { invalidInput } from './problem';

/** What a role or a group has that was made without a colour; the document requires one in the reply and none in the request. */
const standard = '#0698ec';

/** @throws Problem 400 for anything but `#` and six lower-case hexadecimal digits (Cintoo API 2, lines 575 and 751) */
export function colourOf(value: unknown): string {
	const colour = textOf(value) ?? standard;
	if (!/^#[0-9a-f]{6}$/.test(colour)) throw invalidInput('color must match ^#[0-9a-f]{6}$');
	return colour;
}
