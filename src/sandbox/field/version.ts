/**
 * Compares dotted versions part by part: 1.10 comes after 1.9 (BIM 360 Field API, lines 63 and 473).
 *
 * @returns a negative number, zero or a positive number
 */
export function compareVersions(one: string, other: string): number {
	const left = one.split('.').map(Number);
	const right = other.split('.').map(Number);
	for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
		const difference = (left[index] ?? 0) - (right[index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}
