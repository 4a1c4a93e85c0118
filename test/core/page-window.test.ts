import { PageWindow } from '../../src/core/page-window';

/** The sizes after each of these: `+` a page came, `-` one was refused. */
function sizes(events: string): readonly number[] {
	const window = new PageWindow();
	return [...events].map((event) => {
		if (event === '+') window.came();
		else window.refused();
		return window.size;
	});
}

it('begins with four', () => {
	expect(new PageWindow().size).toBe(4);
});

it.each([
	['grows by every page that comes, up to ten', '++++++++', [5, 6, 7, 8, 9, 10, 10, 10]],
	['halves at a refusal', '++++-', [5, 6, 7, 8, 4]],
	['takes refusals at once for one', '++++---', [5, 6, 7, 8, 4, 4, 4]],
	['halves again when less is still too much', `++++-${'+'.repeat(12)}-`, [5, 6, 7, 8, 4, ...Array.from({ length: 11 }, () => 4), 5, 2]],
	['grows slowly after it, by one for as many pages as are under way', `-${'+'.repeat(9)}`, [2, 2, 2, 2, 2, 2, 3, 3, 3, 4]],
])('%s', (_what, events, expected) => {
	expect(sizes(events)).toEqual(expected);
});

it('never falls below one', () => {
	const window = new PageWindow();
	for (let round = 0; round < 5; round++) {
		window.refused();
		for (let page = 0; page < 3; page++) window.came();
	}
	expect(window.size).toBeGreaterThanOrEqual(1);
});
