import { inspect } from 'node:util';
import { AecError, ConnectionError, RefusedError } from '../../src/core/errors';

describe('more facts', () => {
	const first = new RefusedError('No.', { operation: 'depot.crate.create', status: 400, made: { crate: 'c1' }, remedy: 'Correct it.', cause: 'reason' });

	it('do not push out the first ones, and remedies and things made add up', () => {
		const more = first.with({ operation: 'depot.site.move', status: 500, code: 'c', made: { site: 's1' }, remedy: 'Go on from there.' });
		expect(more.facts).toEqual({ operation: 'depot.crate.create', status: 400, code: 'c', made: { crate: 'c1', site: 's1' }, remedy: 'Correct it. Go on from there.', cause: 'reason' });
		expect(first.facts).not.toHaveProperty('code');
	});
	it('fill in what is undefined', () => expect(new RefusedError('No.', { code: undefined }).with({ code: 'c' }).facts).toEqual({ code: 'c' }));
	it('keep kind, class, words, trace and certainty', () => {
		const more = new ConnectionError('Broken.', true).with({ operation: 'x' });
		expect(more).toBeInstanceOf(ConnectionError);
		expect(more).toBeInstanceOf(AecError);
		expect(more).toBeInstanceOf(Error);
		expect(more).toMatchObject({ kind: 'connection', maybeDone: true, message: 'Broken.', name: 'ConnectionError' });
		expect(String(more)).toBe('ConnectionError: Broken.');
		expect(more.stack).toContain('errors.test');
		expect(first.with({}).cause).toBe('reason');
	});
	it('bring no things made where nothing was', () => expect(new RefusedError('No.').with({ operation: 'x' }).facts).toEqual({ operation: 'x' }));
	it('leave the trace out of JSON', () => {
		expect(JSON.stringify(first.with({}))).not.toContain('errors.test');
		expect(inspect(first.with({}))).toContain('No.');
	});
});

it('explains with the remedy where there is one', () => {
	expect(new RefusedError('No.', { remedy: 'Correct it.' }).explanation).toBe('No. Correct it.');
	expect(new RefusedError('No.').explanation).toBe('No.');
});
