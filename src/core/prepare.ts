import { boolean, choice, choices, collected, date, labelOf, number, resourceOf, text, textAt, texts, type AnyOperation, type CallContext, type DynamicField, type Field, type Fields, type Input, type InputValue, type Json, type JsonObject, type Lookup, type ProjectField, type Reference, type Service } from '../catalog/vocabulary';
import { brief } from './brief';
import { asDeclared } from './declared';
import { encodeValue, isInput } from './encode';
import { InputError } from './errors';

/**
 * Turns what people know into what the services want, before a request is built: names and addresses become ids,
 * values of project-defined fields become wire-ready.
 * @throws InputError when a name fits nothing or several records.
 */
export async function prepare(operation: AnyOperation, input: Input, context: CallContext, services: readonly Service[]): Promise<Input> {
	const resolved = await resolveReferences(operation.input, input, context, services);
	const result: Record<string, Input[string]> = { ...resolved };
	for (const [key, field] of Object.entries(operation.input)) {
		const given = resolved[key];
		if (field.kind === 'dynamic' && given !== undefined && given !== null) result[key] = await encodeDynamic(field, labelOf(key, field), given, resolved, context);
	}
	return asDeclared(operation.input, result);
}

/** `around`: what the form around a group or a row has, since a row's references may lie within the form's project. */
async function resolveReferences(fields: Fields, input: Input, context: CallContext, services: readonly Service[], around: Input = {}): Promise<Input> {
	const result: Record<string, Input[string]> = { ...input };
	for (const [key, field] of Object.entries(fields)) {
		const earlier = result[key] === undefined ? field.was?.find((name) => result[name] !== undefined) : undefined;
		if (earlier !== undefined) result[key] = result[earlier];
	}
	// In order of declaration: a project is known before the issue type within it is looked up.
	for (const [key, field] of Object.entries(fields)) {
		const given = result[key];
		if (!holdsReferences(field) || given === undefined || given === null || given === '') continue;
		result[key] = await resolveValue(field, key, given, { ...around, ...result }, context, services);
	}
	return result;
}

function holdsReferences({ kind }: Field): boolean {
	return kind === 'ref' || kind === 'refs' || kind === 'group' || kind === 'rows';
}

async function resolveValue(field: Field, key: string, given: InputValue, input: Input, context: CallContext, services: readonly Service[]): Promise<InputValue> {
	switch (field.kind) {
		case 'ref':
			return await idOf(field, labelOf(key, field), given, input, context, services);
		case 'refs':
			return Array.isArray(given) ? await Promise.all(given.map(async (one: InputValue) => await idOf(field, labelOf(key, field), one, input, context, services))) : await splitIds(field, labelOf(key, field), given, input, context, services);
		case 'group':
			return isInput(given) ? await resolveReferences(field.fields, given, context, services, input) : given;
		case 'rows':
			return Array.isArray(given) ? await Promise.all(given.map(async (row: InputValue) => (isInput(row) ? await resolveReferences(field.fields, row, context, services, input) : row))) : given;
		default:
			return given;
	}
}

/** Several in one text, separated by commas: ids as they are, anything else by name where ids can be told from names. */
async function splitIds(field: Extract<Field, { kind: 'refs' }>, label: string, given: InputValue, input: Input, context: CallContext, services: readonly Service[]): Promise<InputValue> {
	if (typeof given !== 'string' || isAddress(given)) return [await idOf(field, label, given, input, context, services)];
	const pattern = resourceOf(services, field.to).lookup?.idPattern;
	const pieces = given.split(',').map((piece) => piece.trim()).filter((piece) => piece !== '');
	if (pattern === undefined || given.trim().startsWith('[') || pieces.every((piece) => pattern.test(piece))) return given;
	return await Promise.all(pieces.map(async (piece) => await idOf(field, label, piece, input, context, services)));
}

async function idOf(field: Extract<Field, { kind: 'ref' | 'refs' }>, label: string, given: InputValue, input: Input, context: CallContext, services: readonly Service[]): Promise<string> {
	const { lookup } = resourceOf(services, field.to);
	if (typeof given === 'string' || typeof given === 'number') {
		const text = String(given).trim();
		if (!isAddress(text)) return lookup?.idPattern === undefined || lookup.idPattern.test(text) ? text : await idOf(field, label, { name: text }, input, context, services);
		const id = decoded(lookup?.url?.exec(text)?.[1]);
		if (id === undefined) throw new InputError(`${label}: this address does not name one.`, { remedy: 'Copy the address from the browser while the record is open, or pick it from the list.' });
		return id;
	}
	if (!isReferenceByName(given)) throw new InputError(`${label} must be an id or a name.`, { remedy: `Pick ${label} from the list, or enter its id.` });
	if (!lookup) throw new InputError(`${label} cannot be found by name.`, { remedy: 'Enter its id.' });
	const record = await recordByName(lookup, label, given.name, input, context);
	const id = textAt(record, lookup.value);
	if (id === undefined) throw new InputError(`${label}: "${brief(given.name)}" has no id that the service would take.`, { remedy: 'Pick another one.' });
	return id;
}

function isAddress(text: string): boolean {
	return /^\s*https?:\/\//i.test(text);
}

function decoded(segment: string | undefined): string | undefined {
	try {
		return segment === undefined ? undefined : decodeURIComponent(segment);
	} catch {
		return undefined;
	}
}

async function recordByName(lookup: Lookup, label: string, name: string, input: Input, context: CallContext): Promise<JsonObject> {
	const wanted = name.trim().toLowerCase();
	if (wanted === '') throw new InputError(`${label} is missing.`, { remedy: `Enter the name of ${label}.` });
	const found: JsonObject[] = [];
	for await (const record of lookupRecords(lookup, input, context, name.trim())) {
		if (lookup.standing?.(record) === 'deleted') continue;
		if (lookup.names(record).some((known) => known?.trim().toLowerCase() === wanted)) found.push(record);
	}
	const active = found.length > 1 ? found.filter((record) => (lookup.standing?.(record) ?? 'active') === 'active') : found;
	if (active.length === 1 && active[0]) return active[0];
	if (active.length === 0 && found.length === 0) throw new InputError(`${label}: there is no "${brief(name)}".`, { remedy: 'Check the spelling, or pick it from the list; upper and lower case do not matter.' });
	throw new InputError(`${label}: ${found.length} of them are called "${brief(name)}".`, { remedy: `Pick the right one from the list, or enter its id: ${found.slice(0, 5).map((record) => textAt(record, lookup.value)).join(', ')}.` });
}

/** The records of a lookup, with those nested in them; the search goes to the service where it can search. */
export async function* lookupRecords(lookup: Lookup, parents: Input, context: CallContext, search?: string): AsyncGenerator<JsonObject> {
	const absent = lookup.within.filter((key) => parents[key] === undefined || parents[key] === null || parents[key] === '');
	const first = absent[0];
	if (first !== undefined) {
		const field = lookup.list.input[first];
		const label = field ? labelOf(first, field) : first;
		throw new InputError(`${label} must be chosen first.`, { remedy: `Choose ${label}. If it comes from an expression, its value is not known here: enter the id or the name instead of picking from a list.` });
	}
	const within = Object.fromEntries(lookup.within.map((key) => [key, parents[key]]));
	const searched = lookup.search === undefined || search === undefined || search === '' ? {} : typeof lookup.search === 'string' ? { [lookup.search]: search } : lookup.search(search);
	const listed = context.list(lookup.list, { ...lookup.with, ...within, ...searched });
	if (lookup.tree) {
		yield* withWays(await collected(listed), lookup.value, lookup.tree);
		return;
	}
	for await (const record of listed) {
		if (lookup.nested) yield* lookup.nested(record);
		else yield record;
	}
}

/** The records of a tree, each with its way from the top; the root itself, being above all of them, is not named. */
function withWays(records: readonly JsonObject[], value: string, { parent, name }: NonNullable<Lookup['tree']>): readonly JsonObject[] {
	const byId = new Map(records.map((record) => [textAt(record, value), record]));
	return records.map((record) => {
		const way = [textAt(record, name) ?? ''];
		const passed = new Set([record]);
		for (let above = byId.get(textAt(record, parent)); above && !passed.has(above) && byId.has(textAt(above, parent)); above = byId.get(textAt(above, parent))) {
			passed.add(above);
			way.unshift(textAt(above, name) ?? '');
		}
		return { ...record, way: way.join(' > ') };
	});
}

/** Undefined where no field has a value: that is left out, like any other field that was left alone. */
async function encodeDynamic(field: DynamicField, label: string, given: InputValue, input: Input, context: CallContext): Promise<Json | undefined> {
	if (!isInput(given)) throw new InputError(`${label} must be fields with values.`, { remedy: 'Choose the fields by name and fill them in.' });
	const known = await field.source.load(context, input);
	const values: Record<string, Json> = {};
	for (const [name, value] of Object.entries(given)) {
		if (value === undefined) continue;
		const target = known.find((one) => one.id === name) ?? only(known.filter((one) => one.label.toLowerCase() === name.trim().toLowerCase()), name, label);
		if (!target) throw new InputError(`${label}: there is no field "${brief(name)}" here.`, { remedy: known.length === 0 ? 'The project defines none for this choice.' : `There are: ${known.map((one) => one.label).join(', ')}.` });
		values[target.id] = value === null ? null : (encodeValue(asField(target), value, `${label}: ${target.label}`) ?? null);
	}
	return Object.keys(values).length === 0 ? undefined : field.source.encode(values, known);
}

function only(found: readonly ProjectField[], name: string, label: string): ProjectField | undefined {
	if (found.length > 1) throw new InputError(`${label}: ${found.length} fields are called "${name}".`, { remedy: `Use the id instead: ${found.map((one) => one.id).join(', ')}.` });
	return found[0];
}

/** By field as it was loaded: a run reads a project's fields once. */
const declaredFields = new WeakMap<ProjectField, Field>();

/** A project-defined field as one of the catalog's own, so that values are read the same way everywhere. */
function asField(field: ProjectField): Field {
	const known = declaredFields.get(field) ?? declaredAs(field);
	declaredFields.set(field, known);
	return known;
}

function declaredAs({ type, options = [], several }: ProjectField): Field {
	switch (type) {
		case 'text':
			return several ? texts() : text();
		case 'multiline':
			return text();
		case 'number':
			return number();
		case 'boolean':
			return boolean();
		case 'date':
			return date();
		case 'choice':
			return choice(options);
		case 'choices':
			return choices(options);
	}
}

function isReferenceByName(value: InputValue): value is Exclude<Reference, string> {
	return isInput(value) && typeof value.name === 'string' && !('open' in value);
}
