import { Engine, storeFilesOutsideMemory } from './engine';
import { NodeHelpers, type INodeParameters, type INodeType } from 'n8n-workflow';
import { AutodeskConstructionCloud } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloud.node';
import { Bim360Field } from '../../nodes/Bim360Field/Bim360Field.node';
import { Cintoo } from '../../nodes/Cintoo/Cintoo.node';
import { offered, resourceValue } from '../../src/n8n/description';
import { accService, cintooService, fieldService } from '../../src/n8n/services';
import { Depot, depot, DepotServer } from './depot';
import { oAuth2 } from './oauth2';
import { toolOf, type ToolPath } from './tool-call';

const yardId = { __rl: true, mode: 'id', value: 'y1' };
const remove = { resource: 'crate', operation: 'delete', yardId, crateId: { __rl: true, mode: 'id', value: 'c1' } };

describe.each<ToolPath>(['engine', 'agent'])('a node as a tool, run by the %s', (path) => {
	const server = new DepotServer(() => undefined);
	const engine = (): Engine => new Engine({ node: new Depot(), credentialType: oAuth2('cintooOAuth2Api'), credentials: server.credentials() });

	beforeAll(async () => {
		await storeFilesOutsideMemory();
		await server.start();
	});
	afterAll(async () => await server.stop());
	beforeEach(() => {
		server.seen.length = 0;
		server.reply = () => ({ json: {} });
	});

	test('what nobody can undo is refused, and nothing is sent', async () => {
		const told = await engine().callTool(remove, path);
		expect(told).toContain('Delete crate cannot be undone');
		expect(told).toContain('Allow Destructive Operations');
		expect(server.seen).toEqual([]);
	});

	test('a person lets the agent do it', async () => {
		const told = await engine().callTool({ ...remove, allowDestructive: true }, path);
		expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual(['DELETE /yards/y1/crates/c1']);
		expect(told).toContain('"receipt":{"done":"deleted"}');
	});

	test.each(["={{ $fromAI('allow', '', 'boolean') }}", '={{ true }}', 'true'])('nobody but a person can allow it: %s does not', async (allowDestructive) => {
		expect(await engine().callTool({ ...remove, allowDestructive }, path, { allow: true })).toContain('cannot be undone');
		expect(server.seen).toEqual([]);
	});

	test('an operation that the agent names itself is held to the same', async () => {
		const told = await engine().callTool({ ...remove, operation: "={{ $fromAI('operation', '', 'string') }}" }, path, { operation: 'delete' });
		expect(told).toContain('cannot be undone');
		expect(server.seen).toEqual([]);
	});

	test('a file says what it is, since agents are given no bytes', async () => {
		server.reply = () => ({ bytes: Buffer.from('picture'), headers: { 'content-type': 'image/png', 'content-disposition': 'attachment; filename="wall.png"' } });
		const told = await engine().callTool({ resource: 'photo', operation: 'download', yardId, photoId: 'p1' }, path);
		expect(told).toContain('{"fileName":"wall.png","mimeType":"image/png","fileSize":7}');
	});

	test('a list ends at 50 unless all are wanted, and a failure says what to do', async () => {
		server.reply = ({ url }) => {
			const query = new URL(url, 'http://x').searchParams;
			return { json: { items: Array.from({ length: Number(query.get('limit')) }, (_, index) => ({ id: `c${Number(query.get('offset')) + index}` })), total: 1000 } };
		};
		const told = await engine().callTool({ resource: 'crate', operation: 'getMany', yardId }, path);
		expect([...told.matchAll(/"id":"c\d+"/g)]).toHaveLength(50);
		server.reply = () => ({ status: 403, json: { title: 'No access to the yard' } });
		const refused = await engine().callTool({ resource: 'crate', operation: 'getMany', yardId }, path);
		expect(refused).toContain('No access to the yard');
		expect(refused).toMatch(/Ask |ask /);
	});
});

test('a person in a workflow is not asked', async () => {
	const server = new DepotServer(() => ({ json: {} }));
	await server.start();
	const { outputs } = await new Engine({ node: new Depot(), credentialType: oAuth2('cintooOAuth2Api'), credentials: server.credentials() }).run({ parameters: remove });
	await server.stop();
	expect(outputs[0]?.map(({ json }) => json)).toEqual([{ receipt: { done: 'deleted' }, deleted: true }]);
});

describe.each([
	['Depot', new Depot(), depot],
	['Cintoo', new Cintoo(), cintooService.service],
	['Autodesk Construction Cloud', new AutodeskConstructionCloud(), accService.service],
	['BIM 360 Field', new Bim360Field(), fieldService.service],
] as const)('the form of %s as a tool', (_name, node, service) => {
	/** The operations that the editor lists: it filters them by the parameters with their defaults (n8n 2.41, workflows store). */
	function listed({ description }: INodeType, parameters: INodeParameters): readonly unknown[] {
		const asked = { id: 'n', name: 'n', type: description.name, typeVersion: 1, position: [0, 0] satisfies [number, number], parameters };
		const values = NodeHelpers.getNodeParameters(description.properties, parameters, true, false, asked, description) ?? parameters;
		const property = description.properties.find((one) => one.name === 'operation' && NodeHelpers.displayParameter(values, one, asked, description));
		return (property?.options ?? []).flatMap((option) => ('value' in option && NodeHelpers.displayParameterPath(values, option, '', asked, description) ? [option.value] : []));
	}
	const switches = (shown: INodeType, resource: string): number => shown.description.properties.filter((one) => one.name === 'allowDestructive' && NodeHelpers.displayParameter({ resource }, one, null, shown.description)).length;

	test.each(service.resources.filter((resource) => offered(resource).length > 0).map((resource) => [resourceValue(resource), resource] as const))('%s', (resource, declared) => {
		const tool = toolOf(node);
		const all = offered(declared).map(([name]) => name).sort();
		const harmless = offered(declared).flatMap(([name, { destructive }]) => (destructive ? [] : [name])).sort();
		expect([...listed(node, { resource })].sort()).toEqual(all);
		expect([...listed(tool, { resource })].sort()).toEqual(harmless);
		expect([...listed(tool, { resource, allowDestructive: true })].sort()).toEqual(all);
		expect([switches(node, resource), switches(tool, resource)]).toEqual([0, harmless.length < all.length ? 1 : 0]);
	});
});
