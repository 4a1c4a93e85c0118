import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonParse, NodeHelpers, type INode, type INodeType } from 'n8n-workflow';
import { AutodeskConstructionCloud } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloud.node';
import { AutodeskConstructionCloudTrigger } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloudTrigger.node';
import { Bim360Field } from '../../nodes/Bim360Field/Bim360Field.node';
import { Bim360FieldTrigger } from '../../nodes/Bim360Field/Bim360FieldTrigger.node';
import { Cintoo } from '../../nodes/Cintoo/Cintoo.node';
import { CintooTrigger } from '../../nodes/Cintoo/CintooTrigger.node';

const ours: readonly INodeType[] = [new Cintoo(), new CintooTrigger(), new AutodeskConstructionCloud(), new AutodeskConstructionCloudTrigger(), new Bim360Field(), new Bim360FieldTrigger()];
const prefix = '@aec-nodes/n8n-nodes-aec.';
const folder = join(__dirname, '../../workflows');

interface Saved {
	readonly nodes: readonly INode[];
	readonly connections: Readonly<Record<string, { readonly main: readonly (readonly { readonly node: string }[])[] }>>;
}

describe.each(readdirSync(folder))('the example workflow %s', (file) => {
	const { nodes, connections } = jsonParse<Saved>(readFileSync(join(folder, file), 'utf8'));

	test('connects nodes that exist', () => {
		const names = new Set(nodes.map((node) => node.name));
		const ends = Object.entries(connections).flatMap(([from, { main }]) => [from, ...main.flat().map((one) => one.node)]);
		expect(ends.filter((name) => !names.has(name))).toEqual([]);
	});

	test.each(nodes.filter((node) => node.type.startsWith(prefix)).map((node) => [node.name, node] as const))('%s keeps all its parameters in n8n, and none is missing', (_name, node) => {
		const type = ours.find((one) => prefix + one.description.name === node.type);
		if (!type) throw new Error(`There is no node ${node.type}.`);
		const { properties, credentials } = type.description;
		const { pollTimes: _pollTimes, ...given } = node.parameters;
		const kept = NodeHelpers.getNodeParameters(properties, given, true, false, node, type.description);
		expect(kept).toMatchObject(given);
		expect(NodeHelpers.getNodeParametersIssues(properties, { ...node, parameters: kept ?? {} }, type.description)).toBeNull();
		expect(Object.keys(node.credentials ?? {})).toEqual(credentials?.map((one) => one.name));
	});
});
