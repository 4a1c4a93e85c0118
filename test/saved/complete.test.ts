import { readFileSync } from 'node:fs';
import { jsonParse } from 'n8n-workflow';
import { services } from '../../src/catalog';
import { operationsOf } from '../../src/catalog/vocabulary';
import { triggerType, watchedOf } from '../../src/node-red/names';
import type { SavedWorkflow } from '../n8n/engine';
import { nodesOf } from './flows';
import { ours, parametersOf, prefix } from './nodes';
import { savedFor } from './saved';

/** What no saved file holds, and why. */
const leftOut: Readonly<Record<'n8n' | 'node-red', Readonly<Record<string, string>>>> = {
	'n8n': { 'node autodeskConstructionCloudInstantTrigger': 'Autodesk sends to it: it needs an n8n with an address that can be reached from outside.' },
	'node-red': {},
};

/** Services by how the names of their n8n nodes begin. */
const inN8n: Readonly<Record<string, string>> = { cintoo: 'cintoo', autodeskConstructionCloud: 'acc', bim360Field: 'field' };

const operations = services.flatMap((service) => [...operationsOf(service)].flatMap(([id, { operation }]) => (operation.hidden === true ? [] : [`operation ${id}`])));
const watched = services.flatMap((service) => watchedOf(service).map((resource) => ({ id: resource.id, type: triggerType(service, resource) })));

const wanted = {
	'n8n': [...operations, ...watched.map(({ id }) => `trigger ${id}`), ...Object.keys(ours).map((type) => `node ${type.slice(prefix.length)}`)],
	'node-red': [...operations, ...watched.map(({ id }) => `trigger ${id}`)],
};

const kept = {
	'n8n': savedFor('n8n').flatMap(({ file }) => jsonParse<SavedWorkflow>(readFileSync(file, 'utf8')).nodes.flatMap((node) => {
		const type = ours[node.type];
		if (!type) return [];
		const { name } = type.description;
		const service = inN8n[name.replace(/(Instant)?Trigger$/, '')] ?? name;
		const parameters = parametersOf(type, node);
		const chosen = (...keys: readonly string[]): string => keys.map((key) => JSON.stringify(parameters[key]).replaceAll('"', '')).join('.');
		return [`node ${name}`, 'watch' in parameters ? `trigger ${service}.${chosen('watch')}` : `operation ${service}.${chosen('resource', 'operation')}`];
	})),
	'node-red': savedFor('node-red').flatMap(({ file }) => nodesOf(file).map(({ type, resource, operation }) => {
		const trigger = watched.find((one) => one.type === type);
		return trigger ? `trigger ${trigger.id}` : `operation ${String(resource)}.${String(operation)}`;
	})),
};

describe.each(['n8n', 'node-red'] as const)('what is saved for %s', (host) => {
	it('holds every operation and every trigger that is offered', () => {
		const there = new Set([...kept[host], ...Object.keys(leftOut[host])]);
		expect(wanted[host].filter((one) => !there.has(one))).toEqual([]);
	});

	it('leaves out nothing that is there by now, or is no longer offered', () => {
		expect(Object.keys(leftOut[host]).filter((one) => kept[host].includes(one) || !wanted[host].includes(one))).toEqual([]);
	});
});
