import { createServer } from 'node:http';
import { companies, people } from '../../src/sandbox/people';
import { startSandbox, type Sandbox } from '../../src/sandbox/server';

describe('the whole sandbox', () => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox();
	});
	afterAll(() => sandbox.stop());

	it('has an origin of its own for each service and for storage', () => {
		const origins = Object.values(sandbox.origins);
		expect(origins).toHaveLength(4);
		expect(new Set(origins).size).toBe(4);
		for (const origin of origins) expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
	});

	it('has only contracts that say their service, and handlers only for them', () => {
		for (const service of [sandbox.cintoo, sandbox.acc, sandbox.field]) {
			const ids = service.contracts.map((contract) => contract.id);
			expect(new Set(ids).size).toBe(ids.length);
			for (const contract of service.contracts) expect(contract.service).toBe(service.id);
			expect(Object.keys(service.handlers).filter((id) => !ids.includes(id))).toEqual([]);
		}
	});

	it('knows the same people in every service that they have an account in', () => {
		const cintoo = new Set([...sandbox.cintoo.state.users.values()].map((user) => user.email));
		const acc = JSON.stringify(sandbox.acc.state.users);
		for (const person of Object.values(people)) {
			expect(cintoo.has(person.email)).toBe(person.knownTo.includes('cintoo'));
			expect(acc.includes(person.email)).toBe(person.knownTo.includes('acc'));
		}
		for (const company of Object.values(companies)) expect(JSON.stringify(sandbox.acc.state.companies)).toContain(company.name);
	});

	it('routes a signed URL of one service over the storage of all', async () => {
		sandbox.world.blobs.set('shared', { bytes: Buffer.from('x'), type: 'text/plain', md5: '9dd4e461268c8034f5c8564e155c67a6' });
		expect(await (await fetch(sandbox.world.sign('shared', 'GET', 60))).text()).toBe('x');
	});
});

it('listens on fixed ports, and says so when one is taken', async () => {
	const blocker = createServer();
	await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
	const address = blocker.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	await expect(startSandbox({ ports: { acc: port } })).rejects.toThrow('EADDRINUSE');
	await new Promise<void>((resolve) => blocker.close(() => resolve()));
	const sandbox = await startSandbox({ ports: { acc: port } });
	expect(sandbox.origins.acc).toBe(`http://127.0.0.1:${port}`);
	await sandbox.stop();
});
