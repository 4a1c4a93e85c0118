import { cintooContracts } from '../../src/contracts/cintoo';
import { findContracts } from '../../src/contracts/conformance';

describe('the contracts of Cintoo', () => {
	it('have an id and a source of their own', () => {
		expect(new Set(cintooContracts.map((contract) => contract.id)).size).toBe(cintooContracts.length);
		for (const contract of cintooContracts) expect(contract.source).toMatch(/^(Cintoo API [12], |Cintoo OpenAPI 2\.0\.0, |RFC )/);
	});

	it('count the hundred calls of API 2, eighty-three of them in its own documents', () => {
		const api2 = cintooContracts.filter((contract) => contract.path.startsWith('/api/2/'));
		expect(api2).toHaveLength(100);
		expect(api2.filter((contract) => contract.evidence !== 'reference')).toHaveLength(83);
	});

	it('count what is left of API 1: one call that is stated, seventeen that are inferred', () => {
		const api1 = cintooContracts.filter(({ id }) => id.startsWith('cintoo.v1.'));
		expect(api1.map(({ path }) => path).filter((path) => !/^\/api\/accounts\b/.test(path))).toEqual([]);
		expect(api1.filter(({ evidence }) => evidence === 'stated').map(({ id }) => id)).toEqual(['cintoo.v1.account.getMany']);
		expect(api1.filter(({ evidence }) => evidence === 'inferred')).toHaveLength(17);
	});

	it('lead every path back to its own call, and share one only where sign-in does', () => {
		for (const contract of cintooContracts) {
			const pathname = contract.path.replace(/\{\w+\}/g, 'urn%3Acintoo%3Ax%3A1');
			const found = findContracts(cintooContracts, contract.method, pathname).map((match) => match.contract);
			expect(found).toContain(contract);
			expect(found.length === 1 || contract.path === '/oauth/token').toBe(true);
		}
	});

	it('document each name once, and say for each body how it travels', () => {
		for (const contract of cintooContracts) {
			const names = contract.params.map((param) => `${param.in} ${param.name}`);
			expect({ id: contract.id, names: names.filter((name, index) => names.indexOf(name) !== index) }).toEqual({ id: contract.id, names: [] });
			const hasBody = contract.params.some((param) => param.in === 'body');
			expect({ id: contract.id, body: contract.body.startsWith('json') }).toEqual({ id: contract.id, body: hasBody });
		}
	});
});
