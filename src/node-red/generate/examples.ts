import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { services } from '../../catalog';
import { inSentence, type Area, type Resource, type Service } from '../../catalog/vocabulary';
import { accountType, actionsOf, areasOf, areaType, triggerType, watchedOf } from '../names';

type ExampleNode = Readonly<Record<string, unknown>>;

/** A small flow for every node type, by file name: Node-RED offers them under Import, Examples. */
export function exampleFiles(): ReadonlyMap<string, string> {
	const files = new Map<string, string>();
	for (const service of services) {
		for (const area of areasOf(service)) files.set(`${areaType(service, area).slice(4)}.json`, written(areaExample(service, area)));
		for (const resource of watchedOf(service)) files.set(`${triggerType(service, resource).slice(4)}.json`, written(triggerExample(service, resource)));
	}
	return files;
}

/** Writes the examples into a folder. */
export function generateExamples(folder: string): void {
	mkdirSync(folder, { recursive: true });
	for (const [name, content] of exampleFiles()) writeFileSync(join(folder, name), content);
}

function areaExample(service: Service, area: Area): readonly ExampleNode[] {
	const actions = actionsOf(service, area);
	const shown = actions.find(({ name }) => name === 'getMany') ?? actions.find(({ name }) => name === 'search') ?? actions[0];
	const action = shown?.resource.operations[shown.name]?.action ?? '';
	const ids = idsOf(areaType(service, area));
	return flow(ids, service, `${service.label}: ${inSentence(action)}`, [
		{ ...placed(ids.start, 'inject', 140, 80), name: 'run', props: [], repeat: '', once: false, topic: '', wires: [[ids.node]] },
		{ ...placed(ids.node, areaType(service, area), 340, 80), name: '', version: 1, account: ids.account, resource: shown?.resource.id ?? '', operation: shown?.name ?? '', input: {}, items: { type: 'none', value: '' }, returnAll: false, limit: 100, output: 'payload', deliver: 'array', file: 'buffer', wires: [[ids.end]] },
	]);
}

function triggerExample(service: Service, resource: Resource): readonly ExampleNode[] {
	const ids = idsOf(triggerType(service, resource));
	return flow(ids, service, `${service.label}: tell of every new ${inSentence(resource.label)}`, [
		{ ...placed(ids.node, triggerType(service, resource), 240, 80), name: '', version: 1, account: ids.account, within: {}, filters: {}, events: ['created'], every: 5, unit: 'minutes', startFrom: 'now', startDate: '', ignoreOwn: false, wires: [[ids.end]] },
	]);
}

interface Ids {
	readonly comment: string;
	readonly start: string;
	readonly node: string;
	readonly end: string;
	readonly account: string;
}

/** Readable ids: an import gives new ones in any case. */
function idsOf(type: string): Ids {
	return { comment: `${type}.comment`, start: `${type}.start`, node: `${type}.node`, end: `${type}.end`, account: `${type}.account` };
}

function flow(ids: Ids, service: Service, title: string, nodes: readonly ExampleNode[]): readonly ExampleNode[] {
	return [
		{ ...placed(ids.comment, 'comment', 240, 40), name: title, info: 'Open the node, choose or add a connection, fill in what is marked, then deploy.', wires: [] },
		...nodes,
		{ ...placed(ids.end, 'debug', 540, 80), name: 'result', active: true, tosidebar: true, console: false, complete: 'payload', targetType: 'msg', statusVal: '', statusType: 'auto', wires: [] },
		{ id: ids.account, type: accountType(service), name: `${service.label} account`, version: 1, origin: Object.keys(service.origins)[0] ?? '', address: '', ...(service.id === 'acc' ? { region: '', actAs: '' } : {}) },
	];
}

function placed(id: string, type: string, x: number, y: number): ExampleNode {
	return { id, type, x, y };
}

function written(nodes: readonly ExampleNode[]): string {
	return `${JSON.stringify(nodes, null, '\t')}\n`;
}
