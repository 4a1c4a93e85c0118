import { services } from '../../src/catalog';
import { labelOf, operationsOf, titleCase, type AnyOperation, type Field, type Fields } from '../../src/catalog/vocabulary';

/** Words that stay small inside a title. */
const small = new Set(['a', 'and', 'as', 'at', 'be', 'by', 'for', 'in', 'is', 'of', 'on', 'one', 'or', 'than', 'the', 'to', 'with', 'without']);
/** What is written in capitals, and names that begin small. */
const capitals = new Set(['ACC', 'AI', 'BIM', 'ERP', 'FBX', 'GPS', 'HVAC', 'IQ', 'ID', 'IDs', 'JPEG', 'JPG', 'MD5', 'OBJ', 'PNG', 'RFI', 'RFIs', 'STL', 'UID', 'URL', 'URN', 'URNs', 'USD', 'UUID', 'UUIDs', 'XR', 'API', '2D', '3D']);

function isTitle(label: string): boolean {
	return label.split(/[\s/]+/).every((word, index) => {
		const bare = word.replace(/[(),:…]/g, '');
		return (index > 0 && small.has(bare)) || (/^[\dA-Z]/.test(bare) && (capitals.has(bare) || !/^[A-Z_]{2,}$/.test(bare)) && !bare.includes('_'));
	});
}

const offered = services.flatMap((service) => [...operationsOf(service).values()].filter(({ operation }) => operation.hidden !== true));
const filters = services.flatMap((service) => service.resources.flatMap(({ id, changes }) => (changes ? fieldsOf(`${id} trigger`, changes.filters) : [])));
const shown = [...offered.flatMap(({ id, operation }) => fieldsOf(id, operation.input)), ...filters];

function fieldsOf(at: string, fields: Fields): readonly { readonly at: string; readonly label: string; readonly field: Field }[] {
	return Object.entries(fields)
		.filter(([, field]) => field.kind !== 'constant')
		.flatMap(([key, field]) => [{ at: `${at}.${key}`, label: labelOf(key, field), field }, ...('fields' in field ? fieldsOf(`${at}.${key}`, field.fields) : [])]);
}

describe('what people read', () => {
	it('labels of fields are titles', () => expect(shown.filter(({ label }) => !isTitle(label)).map(({ at, label }) => `${at}: ${label}`)).toEqual([]));

	it('labels of options are titles', () => {
		const odd = shown.flatMap(({ at, field }) => ('options' in field ? field.options.filter(({ label }) => !isTitle(label)).map(({ label }) => `${at}: ${label}`) : []));
		expect(odd).toEqual([]);
	});

	it('no two options of a field read alike', () => {
		const alike = shown.filter(({ field }) => 'options' in field && new Set(field.options.map(({ label }) => label)).size < field.options.length);
		expect(alike.map(({ at }) => at)).toEqual([]);
	});

	it('yes-or-no fields say what they decide', () => expect(shown.filter(({ field }) => field.kind === 'boolean' && !/^Whether /.test(field.description ?? '')).map(({ at }) => at)).toEqual([]));

	it('descriptions are sentences of one form', () => {
		const texts = [...shown.map(({ at, field }) => [at, field.description ?? 'X'] as const), ...offered.map(({ id, operation }) => [id, operation.description] as const)];
		expect(texts.filter(([, words]) => !/^([A-Z@]|e\.g\. )/.test(words) || /\.$|left out|\s{2}/.test(words))).toEqual([]);
	});

	it('actions begin with a capital and go on small', () => expect(offered.filter(({ operation: { action } }) => !/^[A-Z][a-z]+([ ,]|$)/.test(action)).map(({ id }) => id)).toEqual([]));
});

it.each([
	['dueDate', 'Due Date'],
	['in_review', 'In Review'],
	['addressLine1', 'Address Line 1'],
	['md5', 'MD5'],
	['a0', 'A0'],
	['stateOrProvince', 'State or Province'],
	['erpId', 'ERP ID'],
	['Ready to Inspect', 'Ready to Inspect'],
])('%s is labelled %s', (key, label) => expect(titleCase(key)).toBe(label));

describe('receipts', () => {
	const writes = (operation: AnyOperation): boolean => operation.receipt !== undefined || (operation.steps?.calls.some(writes) ?? false);

	it('are given by every operation that writes, however many steps it takes', () => expect(offered.filter(({ operation }) => writes(operation) && !operation.receipt).map(({ id }) => id)).toEqual([]));
});
