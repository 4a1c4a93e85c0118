import { acc } from '../../src/catalog/acc';
import { listOperations } from '../../src/catalog/listing';
import { accContracts } from '../../src/contracts/acc';

const shape = (path: string): string => path.replace(/\{[^}]*\}/g, '{}');
const calls = new Map(listOperations([acc]).flatMap(({ calls: sent }) => sent).filter(({ path }) => /^\/(hq|construction\/admin|data-connector)\//.test(path)).map((call) => [`${call.method} ${shape(call.path)}`, call]));

describe('the catalog as plain data', () => {
	it.each([...calls])('names what %s sends as it is on the wire', (name, { params }) => {
		const contract = accContracts.find(({ method, path }) => `${method} ${shape(path)}` === name);
		const documented = new Set(contract?.params.map((param) => param.name));
		expect(params.map((param) => param.name).filter((param) => !documented.has(param))).toEqual([]);
	});

	it('gives rows of a whole list no name above them, and those within an object theirs', () => {
		const bodyOf = (path: string): readonly string[] => (calls.get(`POST ${path}`)?.params ?? []).filter((param) => param.in === 'body').map((param) => param.name);
		expect(bodyOf('/hq/v1/accounts/{}/users/import')).toContain('email');
		expect(bodyOf('/construction/admin/v2/projects/{}/users:import')).toContain('users.email');
	});
});
