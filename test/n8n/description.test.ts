import { NodeHelpers, type INodeParameters, type INodeProperties, type INodeType, type NodeParameterValueType } from 'n8n-workflow';
import { AccAppApi } from '../../credentials/AccAppApi.credentials';
import { AccOAuth2Api } from '../../credentials/AccOAuth2Api.credentials';
import { AccServiceAccountApi } from '../../credentials/AccServiceAccountApi.credentials';
import { Bim360FieldApi } from '../../credentials/Bim360FieldApi.credentials';
import { Bim360FieldOAuth2Api } from '../../credentials/Bim360FieldOAuth2Api.credentials';
import { CintooOAuth2Api } from '../../credentials/CintooOAuth2Api.credentials';
import { AutodeskConstructionCloud } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloud.node';
import { AutodeskConstructionCloudInstantTrigger } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloudInstantTrigger.node';
import { AutodeskConstructionCloudTrigger } from '../../nodes/AutodeskConstructionCloud/AutodeskConstructionCloudTrigger.node';
import { Bim360Field } from '../../nodes/Bim360Field/Bim360Field.node';
import { Bim360FieldTrigger } from '../../nodes/Bim360Field/Bim360FieldTrigger.node';
import { Cintoo } from '../../nodes/Cintoo/Cintoo.node';
import { CintooTrigger } from '../../nodes/Cintoo/CintooTrigger.node';
import { isObject, type Field, type Fields, type Service } from '../../src/catalog/vocabulary';
import { authenticationName } from '../../src/n8n/accounts';
import { formNames, offered, resourceValue } from '../../src/n8n/description';
import { readInput } from '../../src/n8n/input';
import { clearable, placesOf } from '../../src/n8n/placement';
import { entryNames, lookupName } from '../../src/n8n/property';
import { accService, cintooService, fieldService } from '../../src/n8n/services';
import { Depot, depot } from './depot';

const nodes: readonly (readonly [string, INodeType, Service])[] = [
	['Depot', new Depot(), depot],
	['Cintoo', new Cintoo(), cintooService.service],
	['Autodesk Construction Cloud', new AutodeskConstructionCloud(), accService.service],
	['BIM 360 Field', new Bim360Field(), fieldService.service],
];
const triggers: readonly (readonly [string, INodeType])[] = [
	['Cintoo Trigger', new CintooTrigger()],
	['Autodesk Construction Cloud Trigger', new AutodeskConstructionCloudTrigger()],
	['Autodesk Construction Cloud Instant Trigger', new AutodeskConstructionCloudInstantTrigger()],
	['BIM 360 Field Trigger', new Bim360FieldTrigger()],
];

/** The parameters that n8n shows with these values. */
function shown(node: INodeType, values: INodeParameters): readonly INodeProperties[] {
	return node.description.properties.filter((property) => NodeHelpers.displayParameter(values, property, null, node.description));
}

/** The properties with all that stand within them. */
function everyProperty(properties: readonly INodeProperties[]): readonly INodeProperties[] {
	return properties.flatMap((property) => [property, ...(property.options ?? []).flatMap((option) => ('values' in option ? everyProperty(option.values) : 'type' in option ? everyProperty([option]) : []))]);
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

type Entries = Extract<Field, { kind: 'rows' | 'group' }>;

/** Rows or a group as the editor stores them when a person adds one and leaves it as it is, to the innermost. */
function emptyEntry(field: Entries): INodeParameters {
	const inner = Object.fromEntries(Object.entries(field.fields).flatMap(([key, member]) => (member.kind === 'rows' || member.kind === 'group' ? [[key, emptyEntry(member)]] : [])));
	return field.kind === 'rows' ? { [entryNames.rows]: [inner] } : { [entryNames.group]: inner };
}

/** Paths of the members that hold something which neither the service asks for nor the catalog gives by default. */
function sentBy(fields: Fields, given: unknown): readonly string[] {
	if (Array.isArray(given)) return given.flatMap((one: unknown) => sentBy(fields, one));
	if (!isObject(given)) return [];
	return Object.entries(given).flatMap(([key, value]) => {
		const field = fields[key];
		if (!field || field.required || field.default !== undefined) return [];
		if (field.kind === 'rows' || field.kind === 'group') return sentBy(field.fields, value).map((path) => `${key}.${path}`);
		return value === '' || (Array.isArray(value) && value.length === 0) ? [] : [key];
	});
}

describe.each(nodes)('the form of %s', (_name, node, service) => {
	const operations = service.resources.flatMap((resource) => offered(resource).map(([name, operation]) => [`${resource.id}.${name}`, resourceValue(resource), name, operation] as const));

	test.each(operations)('%s shows exactly the fields of the operation, each once', (_id, resource, name, operation) => {
		const places = placesOf(name, operation);
		// Every field that a condition could hide is wanted here: all values that conditions ask for, one after the other.
		const conditions = Object.values(operation.input).flatMap((field) => Object.entries(field.when ?? {}).flatMap(([key, values]) => values.map((value) => [key, value] as const)));
		const settings: INodeParameters[] = [{ resource, operation: name, returnAll: false }, ...conditions.map(([key, value]) => ({ resource, operation: name, returnAll: false, [key]: value }))];
		const visible = new Set<string>();
		const atOnce = new Set<string>();
		for (const values of settings) {
			const properties = shown(node, values).filter((property) => property.name !== formNames.resource && property.name !== formNames.operation);
			const names = properties.map((property) => property.name);
			expect(names).toEqual([...new Set(names)]);
			for (const property of properties) {
				visible.add(property.name);
				if (property.type !== 'collection') continue;
				const members = (property.options ?? []).filter((option) => 'type' in option && NodeHelpers.displayParameter(values, option, null, node.description, values)).map((option) => option.name);
				expect([property.name, members]).toEqual([property.name, [...new Set(members)]]);
				for (const member of members) (values === settings[0] ? atOnce : visible).add(`${property.name}.${member}`);
			}
		}
		for (const one of atOnce) visible.add(one);
		const wanted = [...places].map(([key, place]) => (place === 'own' ? key : `${place}.${key}`));
		const own = new Set<string>([...Object.values(formNames), authenticationName]);
		const extra = [...visible].filter((one) => !wanted.includes(one) && !own.has(one) && !['filters', 'additionalFields', 'updateFields', 'options'].includes(one) && one !== 'updateFields.clearFields');
		expect([...wanted].filter((one) => !visible.has(one))).toEqual([]);
		expect(extra).toEqual([]);
		expect(visible.has('updateFields.clearFields')).toBe(clearable(name, operation).length > 0);
		// What goes with the default of a field that nobody has added can be added at once.
		const free = [...places].filter(([key, place]) => place !== 'own' && Object.entries(operation.input[key]?.when ?? {}).every(([other, values]) => places.get(other) !== 'own' && values.some((value) => value === operation.input[other]?.default)));
		expect(free.map(([key, place]) => `${place}.${key}`).filter((one) => !atOnce.has(one))).toEqual([]);
	});

	test.each(operations.filter(([, , , { input }]) => Object.values(input).some((field) => field.kind === 'rows' || field.kind === 'group')))('%s sends nothing of an entry that nobody filled in', async (_id, resource, name, operation) => {
		const values: Record<string, NodeParameterValueType> = { resource, operation: name };
		for (const [key, place] of placesOf(name, operation)) {
			const field = operation.input[key];
			if (field?.kind !== 'rows' && field?.kind !== 'group') continue;
			const home = values[place];
			if (place === 'own') values[key] = emptyEntry(field);
			else values[place] = { ...(isObject(home) ? home : {}), [key]: emptyEntry(field) };
		}
		// As n8n hands them over: with the defaults of everything that is shown.
		const filled = NodeHelpers.getNodeParameters([...node.description.properties], values, true, false, null, node.description);
		const input = await readInput(name, operation, { timeZone: 'UTC', parameter: (key) => filled?.[key], file: () => Promise.reject(new Error('no file')) });
		const given = Object.entries(operation.input).flatMap(([key, field]) => (field.kind === 'rows' || field.kind === 'group' ? sentBy(field.fields, input[key]).map((path) => `${key}.${path}`) : []));
		expect(given).toEqual([]);
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

	test('a list of records ends with what it takes, a placeholder begins with what it is', () => {
		const records = new Set(service.resources.map(({ id }) => lookupName(id)));
		const all = everyProperty(node.description.properties);
		const lists = all.filter(({ typeOptions }) => records.has(typeOptions?.loadOptionsMethod ?? ''));
		expect(lists.filter(({ displayName }) => !/([^s]|ss|us) Names or IDs$/.test(displayName)).map(({ displayName }) => displayName)).toEqual([]);
		expect(all.filter(({ placeholder }) => placeholder !== undefined && !/^(e\.g\. |Add )/.test(placeholder)).map(({ name, placeholder }) => `${name}: ${placeholder}`)).toEqual([]);
	});

	test('every look-up it names exists', () => {
		const missing = node.description.properties.flatMap(methodsOf).filter(([kind, name]) => node.methods?.[kind]?.[name] === undefined);
		expect(missing).toEqual([]);
	});

	test.each(operations)('%s offers a list only of what lies within what it asks for', (_id, resource, name) => {
		const properties = shown(node, { resource, operation: name, returnAll: false });
		const asked = new Set(everyProperty(properties).map((property) => property.name));
		const lacking = properties.flatMap(methodsOf).flatMap(([, method]) => (service.resources.find(({ id }) => lookupName(id) === method)?.lookup?.within ?? []).filter((parent) => !asked.has(parent)).map((parent) => `${method} within ${parent}`));
		expect(lacking).toEqual([]);
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

test('a list made in several steps has Return All as others have, switched on where a workflow says nothing of it', () => {
	const node = new AutodeskConstructionCloud();
	const offers = (operation: string): unknown => shown(node, { resource: 'folder', operation, returnAll: false }).flatMap(({ name, default: value }) => (name === formNames.returnAll || name === formNames.limit ? [[name, value]] : []));
	expect(offers('getFiles')).toEqual([['returnAll', true], ['limit', 50]]);
	expect(offers('search')).toEqual([['returnAll', true], ['limit', 50]]);
	expect(offers('getMany')).toEqual([['returnAll', false], ['limit', 50]]);
});

test.each(nodes.slice(1))('the form of %s stays small enough for the editor: at most 1,500 bytes an operation', (_name, node, service) => {
	const operations = service.resources.flatMap(offered).length;
	expect(Buffer.byteLength(JSON.stringify(node.description)) / operations).toBeLessThanOrEqual(1500);
});

describe.each(triggers)('the form of %s', (_name, node) => {
	test('asks where to look, and offers events, for everything it can watch', () => {
		const watch = node.description.properties.find(({ name }) => name === 'watch')?.options?.flatMap((option) => ('value' in option ? [String(option.value)] : [])) ?? [];
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

test.each([new CintooOAuth2Api(), new AccOAuth2Api(), new AccServiceAccountApi(), new AccAppApi(), new Bim360FieldApi(), new Bim360FieldOAuth2Api()])('the credential $name offers every address of its service and one of one’s own', (credential) => {
	const service = [cintooService, accService, fieldService].find((one) => one.credential === credential.name || one.ways?.some((way) => way.credential === credential.name))?.service;
	const site = credential.properties.find((property) => property.name === 'site');
	expect(site?.options?.flatMap((option) => ('value' in option ? [option.value] : []))).toEqual([...Object.values(service?.origins ?? {}), 'other']);
	expect(credential.properties.filter((property) => property.typeOptions?.password === true).map((property) => property.name)).not.toHaveLength(0);
});

describe.each(nodes.slice(1))('the actions of %s', (_name, _node, service) => {
	const operations = service.resources.flatMap((resource) => offered(resource).map(([name, operation]) => [`${resource.id}.${name}`, name, operation] as const));
	const ownNames = new Set(['Autodesk', 'Konekt', 'RFI', 'RFIs', 'PDF', 'API']);

	test.each(operations)('%s: a sentence without articles, and a description that says more', (_id, name, { action, description }) => {
		const [first = '', ...others] = action.replace(/[(),]/g, '').split(' ');
		expect(first).toMatch(/^[A-Z][a-z]+$/);
		expect(others.filter((word) => word !== word.toLowerCase() && !ownNames.has(word))).toEqual([]);
		expect(others.filter((word) => ['a', 'an', 'the'].includes(word))).toEqual([]);
		if (name === 'getMany') expect(action).toMatch(/^Get many /);
		expect(description).toMatch(/^[A-Z].*[^.]$/);
		expect(gist(description)).not.toBe(gist(action));
	});

	test('no two are called the same', () => {
		const actions = operations.map(([, , { action }]) => action);
		expect(actions.filter((action, index) => actions.indexOf(action) !== index)).toEqual([]);
	});

	/** The words that carry the meaning, for comparison. */
	function gist(sentence: string): string {
		const plain = sentence.toLowerCase().replace(/\b(retrieve|fetch)\b/, 'get').replace(/\b(remove|erase)\b/, 'delete');
		return plain.split(/\W+/).filter((word) => !['a', 'an', 'the', 'one', 'many', 'all', 'of', 'v1', 'api'].includes(word)).map((word) => word.replace(/ies$/, 'y').replace(/s$/, '')).join(' ').trim();
	}
});
