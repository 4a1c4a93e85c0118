import { findContract, violations } from '../../src/contracts/conformance';
import { decodeWire } from '../../src/contracts/wire';
import { fieldContracts } from '../../src/contracts/field';

const headings = (path: string): string => path.replace(/\.json$/, '');

async function objections(method: string, target: string, form?: Record<string, string>): Promise<readonly string[]> {
	const bytes = Buffer.from(form === undefined ? '' : new URLSearchParams(form).toString());
	const wire = await decodeWire(method, target, form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }, bytes);
	const match = findContract(fieldContracts, method, wire.pathname);
	if (match === undefined) throw new Error(`no contract for ${method} ${target}`);
	return violations(match.contract, wire, match.path);
}

describe('the contracts of BIM 360 Field', () => {
	it('holds the 96 calls of the document, the link form of one and the .json form of two', () => {
		const calls = new Set(fieldContracts.map((contract) => `${contract.method} ${headings(contract.path)}`));
		expect(calls.size).toBe(97);
		expect(fieldContracts).toHaveLength(99);
		expect(new Set(fieldContracts.map((contract) => contract.id)).size).toBe(99);
	});

	it('takes a ticket on every call but login and the one that is signed with a key', () => {
		const without = fieldContracts.filter((contract) => contract.auth.kind !== 'ticket').map((contract) => contract.id);
		expect(without.sort()).toEqual(['field.accountUser.changeStatus', 'field.session.login']);
		for (const contract of fieldContracts) {
			const place = contract.method === 'GET' || contract.method === 'DELETE' ? 'query' : 'form';
			expect(contract.params.filter((param) => param.name === 'ticket').map((param) => param.in)).toEqual(contract.auth.kind === 'ticket' ? [place] : []);
		}
	});

	it('names a parameter for every segment of a path', () => {
		for (const contract of fieldContracts) {
			const segments = [...contract.path.matchAll(/\{(\w+)\}/g)].map((found) => found[1]);
			expect(contract.params.filter((param) => param.in === 'path').map((param) => param.name)).toEqual(segments);
		}
	});

	it('leaves off revision and page of a library file, but not its type', () => {
		for (const path of ['/api/library/file/a/original', '/api/library/file/a/original/0', '/api/library/file/a/vela_viewer/0/1']) {
			expect(findContract(fieldContracts, 'POST', path)?.contract.id).toBe('field.document.download');
		}
		expect(findContract(fieldContracts, 'POST', '/api/library/file/a')).toBeUndefined();
	});

	it('accepts a360_project_id in place of project_id where the document does, and only there', async () => {
		expect(await objections('POST', '/fieldapi/issues/v1/types', { ticket: 't', a360_project_id: 'x' })).toEqual([]);
		expect(await objections('POST', '/api/contacts', { ticket: 't', a360_project_id: 'x' })).toEqual([
			'form a360_project_id is not documented',
			'form project_id is missing',
		]);
	});

	it('looks into the JSON inside a form field', async () => {
		const base = { ticket: 't', project_id: 'p' };
		const good = JSON.stringify([{ temporary_id: '1', fields: [{ id: 'f--description', value: null }] }]);
		expect(await objections('POST', '/fieldapi/issues/v1/create', { ...base, issues: good })).toEqual([]);
		const misspelt = JSON.stringify([{ temporaryId: '1', fields: [] }]);
		expect(await objections('POST', '/fieldapi/issues/v1/create', { ...base, issues: misspelt })).toEqual(['form issues.temporaryId is not documented']);
		expect(await objections('POST', '/fieldapi/issues/v1/create', { ...base, issues: '{}' })).toEqual(['form issues is not an array']);
		expect(await objections('POST', '/fieldapi/issues/v1/create', { ...base, issues: '[' })).toEqual(['form issues is not JSON']);
	});

	it('says how pages end where there is no total', () => {
		const paged = fieldContracts.filter((contract) => contract.page !== undefined);
		expect(paged.length).toBeGreaterThan(9);
		for (const contract of paged) expect(contract.page).toMatchObject({ style: 'offset', limit: 'limit', offset: 'offset' });
		expect(paged.find((contract) => contract.id === 'field.issue.getMany')?.page?.defaultLimit).toBe(25);
		expect(paged.find((contract) => contract.id === 'field.document.getMany')?.page?.defaultLimit).toBe(20);
	});
});
