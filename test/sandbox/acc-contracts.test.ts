import { accContracts } from '../../src/contracts/acc';
import { createAccService } from '../../src/sandbox/acc';
import { createWorld } from '../../src/sandbox/world';

const nowhere = { cintoo: 'http://cintoo.invalid', acc: 'http://acc.invalid', field: 'http://field.invalid', storage: 'http://storage.invalid' };

describe('the contracts of ACC', () => {
	it('name every call once, and every verb and path once', () => {
		const ids = accContracts.map((contract) => contract.id);
		const calls = accContracts.map((contract) => `${contract.method} ${contract.path.replace(/\{[^}]+\}/g, '{}')}`);
		expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
		expect(calls.filter((call, index) => calls.indexOf(call) !== index)).toEqual([]);
	});

	it('hold the sixty-seven calls of the API reference, and what it shows in an example', () => {
		expect(accContracts.filter((contract) => contract.evidence === 'stated')).toHaveLength(68);
	});

	it('declare every placeholder of a path, and no parameter twice in one place', () => {
		for (const contract of accContracts) {
			const placeholders = [...contract.path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]).sort();
			expect([contract.id, ...contract.params.filter((param) => param.in === 'path').map((param) => param.name).sort()]).toEqual([contract.id, ...placeholders]);
			const names = contract.params.map((param) => `${contract.id} ${param.in} ${param.name}`);
			expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
		}
	});

	it('send a body only where one is described', () => {
		for (const contract of accContracts) {
			const inBody = contract.params.filter((param) => ['body', 'form', 'part'].includes(param.in));
			expect([contract.id, inBody.length > 0]).toEqual([contract.id, contract.body !== 'none']);
		}
	});

	it('say how each list of theirs is paged by parameters they declare', () => {
		for (const { id, page, params } of accContracts) {
			for (const name of [page?.limit, page?.offset, page?.cursor]) {
				if (name !== undefined) expect([id, params.some((param) => param.name === name && param.in === page?.in)]).toEqual([id, true]);
			}
		}
	});

	it('stand behind every handler of the sandbox', () => {
		const service = createAccService(createWorld(nowhere));
		const known = service.contracts.map((contract) => contract.id);
		expect(Object.keys(service.handlers).filter((id) => !known.includes(id))).toEqual([]);
	});
});
