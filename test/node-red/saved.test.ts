import { readAction, readInput, readTrigger } from '../../src/node-red/saved';

describe('a saved action', () => {
	it('is read as it was written by the first release', () => {
		const saved = { id: 'n', type: 'aec-acc-issue', account: 'a', resource: 'acc.issue', operation: 'getMany', input: { projectId: { type: 'pick', value: 'p', label: 'Tower' }, status: { type: 'pick', value: 'open,closed' }, mine: { type: 'clear' } }, items: { type: 'msg', value: '' }, returnAll: false, limit: '25', output: 'payload.found', deliver: 'messages', file: 'buffer', version: 1 };
		expect(readAction(saved)).toEqual({ version: 1, account: 'a', resource: 'acc.issue', operation: 'getMany', input: { projectId: { type: 'pick', value: 'p', label: 'Tower' }, status: { type: 'pick', value: 'open,closed' }, mine: { type: 'clear' } }, returnAll: false, limit: 25, output: 'payload.found', deliver: 'messages', file: 'buffer' });
	});

	it('has sensible values where none were saved', () => {
		expect(readAction({ id: 'n', type: 'aec-acc-issue' })).toEqual({ version: 1, account: '', resource: '', operation: '', input: {}, returnAll: false, limit: 100, output: 'payload', deliver: 'array', file: 'buffer' });
	});

	it('keeps where items come from', () => {
		expect(readAction({ id: 'n', type: 't', items: { type: 'jsonata', value: 'payload.list' } }).items).toEqual({ type: 'jsonata', value: 'payload.list' });
	});

	it('of a later release is refused, so that nothing is done by half', () => {
		expect(() => readAction({ id: 'n', type: 't', version: 2 })).toThrow(/newer release/);
		expect(() => readTrigger({ id: 'n', type: 't', version: 2 })).toThrow(/newer release/);
	});
});

describe('a saved trigger', () => {
	it('is read as it was written by the first release', () => {
		const saved = { id: 'n', type: 'aec-cintoo-annotation-trigger', account: 'a', within: { accountRef: { type: 'name', value: 'Harbor' } }, filters: { annotationType: { type: 'pick', value: 'Issue' } }, events: ['created', 'resolved'], every: '30', unit: 'seconds', startFrom: 'date', startDate: '2026-03-31', ignoreOwn: true, version: 1 };
		expect(readTrigger(saved)).toEqual({ version: 1, account: 'a', within: { accountRef: { type: 'name', value: 'Harbor' } }, filters: { annotationType: { type: 'pick', value: 'Issue' } }, events: ['created', 'resolved'], everyMs: 30_000, startFrom: { date: '2026-03-31' }, ignoreOwn: true, instant: false });
	});

	it.each([
		[1, 'seconds', 10_000],
		[5, 'minutes', 300_000],
		['', 'minutes', 300_000],
		[-3, 'seconds', 10_000],
	])('looks every %s %s at a bearable pace', (every, unit, ms) => {
		expect(readTrigger({ id: 'n', type: 't', every, unit }).everyMs).toBe(ms);
	});
});

it('drops what is no value, and keeps nested ones', () => {
	expect(readInput({ a: 'text', b: { type: 'nonsense', value: 'x' }, c: { type: 'list', value: [{ type: 'name', value: 'Mei' }, 3] }, d: { type: 'fields', value: { from: { type: 'str', value: '2026-01-01' }, to: null } }, e: { type: 'num', value: 5 } })).toEqual({
		c: { type: 'list', value: [{ type: 'name', value: 'Mei' }] },
		d: { type: 'fields', value: { from: { type: 'str', value: '2026-01-01' } } },
		e: { type: 'num', value: '5' },
	});
});
