import { calendarDay, fieldMoment, lastMoment, moment, readMoment } from '../../src/core/dates';
import { InputError } from '../../src/core/errors';

describe('a calendar day', () => {
	it.each([
		['2026-03-31', '2026-03-31'],
		[' 2026-03-31 ', '2026-03-31'],
		['2026-03-31T23:59:59-12:00', '2026-03-31'],
		['2026-03-31T00:00:00+14:00', '2026-03-31'],
		['2026-03-31 08:00', '2026-03-31'],
		['2024-02-29', '2024-02-29'],
	])('%j stays %s, whatever the zone', (given, day) => expect(calendarDay(given, 'Due')).toBe(day));

	it.each(['2026-02-29', '2026-02-30', '2026-13-01', '2026-00-10', '2026-04-31', '2026-03-00', '31.03.2026', '03/31/2026', '2026-3-1', '20260331', '2026-03-311', '2026-03-31x', 'tomorrow', '', null, undefined, 20260331, {}, new Date(0)])('refuses %j', (given) => {
		expect(() => calendarDay(given, 'Due')).toThrow(InputError);
		expect(() => calendarDay(given, 'Due')).toThrow('Due must be a calendar day');
	});
});

describe('a moment', () => {
	it.each([
		['2026-03-31T08:00:00Z', '2026-03-31T08:00:00.000Z'],
		['2026-03-31T08:00:00z', '2026-03-31T08:00:00.000Z'],
		['2026-03-31T08:00:00.123456+00:00', '2026-03-31T08:00:00.123Z'],
		['2026-03-31T08:00:00+02:00', '2026-03-31T06:00:00.000Z'],
		['2026-03-31 08:00:00 +0400', '2026-03-31T04:00:00.000Z'],
		['2026-03-31T08:00', '2026-03-31T08:00:00.000Z'],
		['2026-03-31 08:00:00', '2026-03-31T08:00:00.000Z'],
		['2026-03-31', '2026-03-31T00:00:00.000Z'],
		[new Date(0), '1970-01-01T00:00:00.000Z'],
		[1_774_944_000_000, '2026-03-31T08:00:00.000Z'],
	])('%j is %s', (given, iso) => expect(moment(given, 'Since')).toBe(iso));

	it.each(['2026-02-30T08:00:00Z', '2026-03-31T25:00:00Z', '2026-03-31T08:61:00Z', '3/4/2026', 'hello 2', '1', 'now', '', null, {}, new Date(Number.NaN), Number.NaN, Number.POSITIVE_INFINITY, 1e300])('refuses %j', (given) => expect(() => moment(given, 'Since')).toThrow(InputError));

	it.each([
		['2019-06-01', '2019-06-01T23:59:59.999Z'],
		[' 9999-12-31 ', '9999-12-31T23:59:59.999Z'],
		['2019-06-01T00:00', '2019-06-01T00:00:00.000Z'],
		['2019-06-01T00:00:00+02:00', '2019-05-31T22:00:00.000Z'],
		[new Date(0), '1970-01-01T00:00:00.000Z'],
		[1_774_944_000_000, '2026-03-31T08:00:00.000Z'],
	])('%j ends a range at %s', (given, iso) => expect(lastMoment(given, 'To')).toBe(iso));
	it.each(['2026-02-30', 'soon', '', null])('%j ends no range', (given) => expect(() => lastMoment(given, 'To')).toThrow(InputError));

	it('is written for BIM 360 Field with and without its zone', () => {
		expect(fieldMoment('2017-03-29T17:27:00+04:00', 'Taken', true)).toBe('2017-03-29 13:27:00 +0000');
		expect(fieldMoment('2017-03-29T17:27:00+04:00', 'Taken', false)).toBe('2017-03-29 13:27:00');
	});
});

describe('what services write', () => {
	it.each([
		['2026-03-31T08:00:00.000Z', '2026-03-31T08:00:00.000Z'],
		['2026-03-31T08:00:00.123456+00:00', '2026-03-31T08:00:00.123Z'],
		['2026-03-31T08:00:00.12', '2026-03-31T08:00:00.120Z'],
		['2026-03-31T08:00:00', '2026-03-31T08:00:00.000Z'],
		['2026-03-31', '2026-03-31T00:00:00.000Z'],
		['2011-02-07 12:37:21 EST', '2011-02-07T17:37:21.000Z'],
		['2011-07-07 12:37:21 EDT', '2011-07-07T16:37:21.000Z'],
		['2011-02-07T12:37:21 UTC', '2011-02-07T12:37:21.000Z'],
		['2017-03-29 13:27:00 +0400', '2017-03-29T09:27:00.000Z'],
		['2014-11-05 11:01:23 -0500', '2014-11-05T16:01:23.000Z'],
		['2014-11-05 11:01:23 -05:00', '2014-11-05T16:01:23.000Z'],
		['Thu, 05 Nov 2026 10:00:00 GMT', '2026-11-05T10:00:00.000Z'],
		['Tue, 03 Nov 2026 10:00:00 GMT', '2026-11-03T10:00:00.000Z'],
	])('%s', (written, iso) => expect(new Date(readMoment(written)).toISOString()).toBe(iso));
	it.each(['', 'soon', '2026-02-30', '5', 'Mar 31, 2026 10:00'])('%j is none', (written) => expect(readMoment(written)).toBeNaN());
});
