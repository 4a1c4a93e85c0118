import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { outlineOf, standInSource } from '../../src/n8n/outline';
import { standIn } from '../../src/n8n/stand-in';
import { registeredCredentials, registeredNodes } from './registered';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'aec-stand-in-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** What stands in for an instance, once its outline has been through a file. */
function standingInFor(instance: object): Readonly<Record<string, unknown>> {
	const file = join(folder, 'outline');
	writeFileSync(`${file}.json`, JSON.stringify(outlineOf(instance)));
	const made = {};
	standIn(made, 'Outline', file);
	return made;
}

test.each([...registeredNodes, ...registeredCredentials])('what stands in for $file is to n8n what the class is', ({ file, make }) => {
	const instance = make();
	const other = standingInFor(instance);
	expect(asJson(other)).toEqual(asJson(instance));
	expect(outlineOf(other).functions).toEqual(outlineOf(instance).functions);
	if (file.includes('/nodes/')) expect(outlineOf(other).functions.map((path) => path.join('.'))).toEqual(expect.arrayContaining([expect.stringMatching(/^(execute|poll)$/), expect.stringMatching(/^methods\.listSearch\./)]));
});

describe('a class that is stood in for', () => {
	type Work = (this: unknown, ...given: readonly unknown[]) => Promise<unknown>;
	interface Described {
		readonly description: { readonly properties: object[] };
		readonly methods: { readonly loadOptions: { readonly sizes: Work } };
		readonly execute: Work;
	}

	const description = { properties: [{ name: 'weight' }] };
	const outline = JSON.stringify(outlineOf(new (class {
		description = description;
		methods = { loadOptions: { sizes: async (): Promise<void> => undefined } };
		async execute(): Promise<void> {}
	})()));
	const code = `
		globalThis.seen.push('loaded');
		exports.Depot = class {
			methods = { loadOptions: { async sizes(...given) { return [this.unit, ...given]; } } };
			constructor() { globalThis.seen.push('made'); }
			async execute(...given) { return [this.unit, ...given]; }
		};`;

	/** What has happened to the class so far. */
	let seen: string[];
	beforeEach(() => {
		jest.resetModules();
		Reflect.set(globalThis, 'seen', (seen = []));
	});
	afterEach(() => Reflect.deleteProperty(globalThis, 'seen'));

	/** The class as n8n loads it from a built package. */
	function load(files: { readonly outline?: string; readonly code?: string } = {}): new () => Described {
		writeFileSync(join(folder, 'Depot.node.class.js'), files.code ?? code);
		writeFileSync(join(folder, 'Depot.node.class.json'), files.outline ?? outline);
		writeFileSync(join(folder, 'Depot.node.js'), standInSource('Depot', 'Depot.node.class', relative(folder, join(__dirname, '..', '..', 'src'))));
		return jest.requireActual<{ Depot: new () => Described }>(join(folder, 'Depot.node.js')).Depot;
	}

	test('is described under its name without being loaded', () => {
		const depot = new (load())();
		expect(depot.constructor.name).toBe('Depot');
		expect(depot.description).toEqual(description);
		expect(seen).toEqual([]);
	});

	test('is loaded once, when it is first used', async () => {
		const depot = new (load())();
		expect(await depot.execute.call({ unit: 'kg' }, 1, 2)).toEqual(['kg', 1, 2]);
		// To make one is to make its whole form, which work does not need.
		expect(seen).toEqual(['loaded']);
		expect(await depot.methods.loadOptions.sizes.call({ unit: 'm' }, 3)).toEqual(['m', 3]);
		expect(await depot.methods.loadOptions.sizes.call({ unit: 'ft' })).toEqual(['ft']);
		expect(seen).toEqual(['loaded', 'made']);
	});

	test('is described anew each time: n8n adds to what it gets', () => {
		const Depot = load();
		new Depot().description.properties.push({ name: 'pollTimes' });
		expect(new Depot().description).toEqual(description);
	});

	test.each([
		['an outline cut short', { outline: outline.slice(0, 40) }, /Depot\.node\.class\.json is damaged: install the package anew/],
		['an outline of another form', { outline: '{}' }, /is damaged/],
	])('says what to do about %s', (_what, files, words) => {
		const Depot = load(files);
		expect(() => new Depot()).toThrow(words);
	});

	test.each([
		['class', { code: '' }, 'has no class Depot: install the package anew'],
		['function', { code: 'exports.Depot = class {}' }, 'Depot has no execute: install the package anew'],
	])('says what to do about a missing %s', async (_what, files, words) => {
		const depot = new (load(files))();
		await expect(depot.execute()).rejects.toThrow(words);
	});

	test('has no function whose caller would not wait', () => {
		expect(() => outlineOf({ methods: { now: () => 1 } })).toThrow('methods.now is not async');
	});
});
