import { NodeHelpers, type INodeParameters, type INodeProperties, type INodeType } from 'n8n-workflow';
import { AccOAuth2Api } from '../../credentials/AccOAuth2Api.credentials';
import { Bim360FieldApi } from '../../credentials/Bim360FieldApi.credentials';
import { CintooOAuth2Api } from '../../credentials/CintooOAuth2Api.credentials';
import { AutodeskConstructionCloud } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloud.node';
import { AutodeskConstructionCloudTrigger } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloudTrigger.node';
import { Bim360Field } from '../../nodes/Bim360Field/Bim360Field.node';
import { Bim360FieldTrigger } from '../../nodes/Bim360Field/Bim360FieldTrigger.node';
import { Cintoo } from '../../nodes/Cintoo/Cintoo.node';
import { CintooTrigger } from '../../nodes/Cintoo/CintooTrigger.node';
import type { Service } from '../../src/catalog/vocabulary';
import { formNames, offered, propertiesOf, resourceValue } from '../../src/n8n/description';
import { clearable, placesOf } from '../../src/n8n/placement';
import { accService, cintooService, fieldService } from '../../src/n8n/services';
import { Depot, depot, depotService } from './depot';

const nodes: readonly (readonly [string, INodeType, Service])[] = [
	['Depot', new Depot(), depot],
	['Cintoo', new Cintoo(), cintooService.service],
	['Autodesk Construction Cloud', new AutodeskConstructionCloud(), accService.service],
	['BIM 360 Field', new Bim360Field(), fieldService.service],
];
const triggers: readonly (readonly [string, INodeType])[] = [
	['Cintoo Trigger', new CintooTrigger()],
	['Autodesk Construction Cloud Trigger', new AutodeskConstructionCloudTrigger()],
	['BIM 360 Field Trigger', new Bim360FieldTrigger()],
];

/** The parameters that n8n shows with these values. */
function shown(node: INodeType, values: INodeParameters): readonly INodeProperties[] {
	return node.description.properties.filter((property) => NodeHelpers.displayParameter(values, property, null, node.description));
}

/** Everything a property refers to by method name. */
function methodsOf(property: INodeProperties): readonly (readonly [kind: 'listSearch' | 'loadOptions' | 'resourceMapping', name: string])[] {
	const own = [
		...(property.modes ?? []).flatMap((mode) => (mode.typeOptions?.searchListMethod === undefined ? [] : [['listSearch', mode.typeOptions.searchListMethod] as const])),
		...(property.typeOptions?.loadOptionsMethod === undefined ? [] : [['loadOptions', property.typeOptions.loadOptionsMethod] as const]),
		...(typeof property.typeOptions?.resourceMapper?.resourceMapperMethod === 'string' ? [['resourceMapping', property.typeOptions.resourceMapper.resourceMapperMethod] as const] : []),
	];
	const inner = (property.options ?? []).flatMap((option) => ('values' in option ? option.values : 'type' in option ? [option] : []));
	return [...own, ...inner.flatMap(methodsOf)];
}

describe.each(nodes)('the form of %s', (_name, node, service) => {
	const operations = service.resources.flatMap((resource) => offered(resource).map(([name, operation]) => [`${resource.id}.${name}`, resourceValue(resource), name, operation] as const));

	test.each(operations)('%s shows exactly the fields of the operation, each once', (_id, resource, name, operation) => {
		const places = placesOf(name, operation);
		// Every field that a condition could hide is wanted here: all values that conditions ask for, one after the other.
		const conditions = Object.values(operation.input).flatMap((field) => Object.entries(field.when ?? {}).flatMap(([key, values]) => values.map((value) => [key, value] as const)));
		const settings: INodeParameters[] = [{ resource, operation: name, returnAll: false }, ...conditions.map(([key, value]) => ({ resource, operation: name, returnAll: false, [key]: value }))];
		const visible = new Set<string>();
		for (const values of settings) {
			const properties = shown(node, values).filter((property) => property.name !== formNames.resource && property.name !== formNames.operation);
			const names = properties.map((property) => property.name);
			expect(names).toEqual([...new Set(names)]);
			for (const property of properties) {
				visible.add(property.name);
				if (property.type === 'collection') for (const option of property.options ?? []) visible.add(`${property.name}.${option.name}`);
			}
		}
		const wanted = [...places].map(([key, place]) => (place === 'own' ? key : `${place}.${key}`));
		const own = new Set<string>(Object.values(formNames));
		const extra = [...visible].filter((one) => !wanted.includes(one) && !own.has(one) && !['filters', 'additionalFields', 'updateFields', 'options'].includes(one) && one !== 'updateFields.clearFields');
		expect([...wanted].filter((one) => !visible.has(one))).toEqual([]);
		expect(extra).toEqual([]);
		expect(visible.has('updateFields.clearFields')).toBe(clearable(name, operation).length > 0);
	});

	test('no field of the catalog takes a name that the form uses itself', () => {
		const own = new Set<string>([...Object.values(formNames), 'filters', 'additionalFields', 'updateFields', 'options']);
		expect(operations.flatMap(([id, , name, operation]) => [...placesOf(name, operation)].filter(([key, place]) => place === 'own' && own.has(key)).map(([key]) => `${id}: ${key}`))).toEqual([]);
	});

	test('parents stand above what is looked up within them', () => {
		for (const [id, resource, name, operation] of operations) {
			const order = shown(node, { resource, operation: name }).map((property) => property.name);
			for (const [key, field] of Object.entries(operation.input)) {
				if (field.kind !== 'ref') continue;
				const within = service.resources.find((one) => one.id === field.to)?.lookup?.within ?? [];
				for (const parent of within) if (order.includes(parent) && order.includes(key) && parent !== key) expect([id, key, order.indexOf(parent) < order.indexOf(key)]).toEqual([id, key, true]);
			}
		}
	});

	test('every look-up it names exists', () => {
		const missing = node.description.properties.flatMap(methodsOf).filter(([kind, name]) => node.methods?.[kind]?.[name] === undefined);
		expect(missing).toEqual([]);
	});

	test('every default is one of the choices, and every choice has a name and a value of its own', () => {
		const check = (property: INodeProperties): void => {
			const options = property.options ?? [];
			if (property.type === 'options' || property.type === 'multiOptions') {
				const values = options.flatMap((option) => ('value' in option ? [option.value] : []));
				expect([property.name, values.length]).toEqual([property.name, new Set(values).size]);
				if (property.type === 'options' && property.default !== '') expect([property.name, values]).toEqual([property.name, expect.arrayContaining([property.default])]);
			}
			for (const option of options) {
				if ('values' in option) option.values.forEach(check);
				else if ('type' in option) check(option);
			}
		};
		node.description.properties.forEach(check);
	});
});

test.each(nodes.slice(1))('the form of %s stays small enough for the editor: at most 1,500 bytes an operation', (_name, node, service) => {
	const operations = service.resources.flatMap(offered).length;
	expect(Buffer.byteLength(JSON.stringify(node.description)) / operations).toBeLessThanOrEqual(1500);
});

describe.each(triggers)('the form of %s', (_name, node) => {
	test('asks where to look, and offers events, for everything it can watch', () => {
		const watch = node.description.properties[0]?.options?.flatMap((option) => ('value' in option ? [String(option.value)] : [])) ?? [];
		expect(watch.length).toBeGreaterThan(0);
		for (const one of watch) {
			const names = shown(node, { watch: one, startFrom: 'now' }).map((property) => property.name);
			expect(names).toEqual([...new Set(names)]);
			expect(names).toEqual(expect.arrayContaining(['watch', 'events', 'startFrom']));
		}
	});

	test('every look-up it names exists', () => {
		expect(node.description.properties.flatMap(methodsOf).filter(([kind, name]) => node.methods?.[kind]?.[name] === undefined)).toEqual([]);
	});
});

test('what nobody can undo is closed to agents', () => {
	const operation = propertiesOf(depot, depotService.services).find((property) => property.name === 'operation' && property.displayOptions?.show?.resource?.[0] === 'crate');
	const remove = operation?.options?.find((option) => 'value' in option && option.value === 'delete');
	expect(remove).toMatchObject({ displayOptions: { hide: { '@tool': [true] } } });
});

test.each([new CintooOAuth2Api(), new AccOAuth2Api(), new Bim360FieldApi()])('the credential $name offers every address of its service and one of one’s own', (credential) => {
	const service = [cintooService, accService, fieldService].find((one) => one.credential === credential.name)?.service;
	const site = credential.properties.find((property) => property.name === 'site');
	expect(site?.options?.flatMap((option) => ('value' in option ? [option.value] : []))).toEqual([...Object.values(service?.origins ?? {}), 'other']);
	expect(credential.properties.filter((property) => property.typeOptions?.password === true).map((property) => property.name)).not.toHaveLength(0);
});
