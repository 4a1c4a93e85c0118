import { boolean, isObject, listAt, textAt, written, type Beside, type CallContext, type Choice, type Completion, type Json, type JsonObject, type Lookup, type RunContext } from '../vocabulary';
import { area } from './area';
import { company } from './company';
import { issueType, rootCause } from './issue-setup';
import { guid } from './references';

/** The type decides which other fields there are, so it has an input of its own. */
export const issueTypeField = 'f--issue_type_id';

/** Fields that hold the id of something else, and where that is found. The service gives no values for them (line 1379). */
const referring: ReadonlyMap<string, Lookup | undefined> = new Map([
	[issueTypeField, issueType.lookup],
	['f--responsible_company_id', company.lookup],
	['f--area_id', area.lookup],
	['f--root_cause_id', rootCause.lookup],
]);

/** Whether a field holds the id of something else. */
export function refers(fieldId: string): boolean {
	return referring.has(fieldId);
}

/** What a field that refers to something else can be set to, by name; of several with the same name each by what tells it from the others. */
export async function namesFor(fieldId: string, projectId: string, context: CallContext): Promise<readonly Choice[]> {
	const lookup = referring.get(fieldId);
	if (!lookup) return [];
	const records: JsonObject[] = [];
	for await (const record of context.list(lookup.list, { projectId })) if (isThere(lookup, record)) records.push(record);
	const bearers = new Map<string, number>();
	for (const record of records) for (const name of new Set(namesOf(lookup, record).map(folded))) bearers.set(name, (bearers.get(name) ?? 0) + 1);
	return records.flatMap((record) => {
		const value = textAt(record, lookup.value);
		const label = lookup.label(record);
		return value === undefined ? [] : [{ value, label: [label, ...namesOf(lookup, record)].find((name) => bearers.get(folded(name)) === 1) ?? `${label} (${value})` }];
	});
}

/** Asks for `namedReferences`. */
export const referenceNames = boolean({ default: false, in: 'here', label: 'Names Instead of IDs', description: 'Whether "byName" has companies, areas, root causes and types by name' });

/** Names in the place of ids in the `byName` of an issue. */
export const namedReferences: readonly Beside[] = [...referring].flatMap(([fieldId, lookup]) => (lookup === undefined ? [] : [besideOf(fieldId, lookup)]));

function besideOf(fieldId: string, lookup: Lookup): Beside {
	return {
		on: 'referenceNames',
		list: lookup.list,
		within: ['projectId'],
		adds(listed) {
			const names = new Map(listed.map((record) => [textAt(record, lookup.value), lookup.label(record)]));
			return (issue) => {
				const field = (listAt(issue, 'fields') ?? []).find((one) => textAt(one, 'id') === fieldId);
				const name = names.get(textAt(field, 'value'));
				return name === undefined || !isObject(issue.byName) ? issue : { ...issue, byName: { ...issue.byName, [textAt(field, 'name') ?? fieldId]: name } };
			};
		},
	};
}

/** Types, companies, areas and root causes that conditions speak of become their ids: issues hold nothing else. */
export const namedInConditions: Completion = {
	calls: [...referring.values()].flatMap((lookup) => lookup?.list ?? []),
	async run(context, input) {
		const { projectId, conditions } = input;
		const rows: readonly unknown[] = Array.isArray(conditions) ? conditions : [];
		// What is no condition is refused as any other input.
		if (typeof projectId !== 'string' || !rows.every(isObject)) return input;
		const named: JsonObject[] = [];
		for (const row of rows) named.push(await withIds(context, projectId, row));
		return named.length === 0 ? input : { ...input, conditions: named };
	},
};

async function withIds(context: RunContext, projectId: string, row: JsonObject): Promise<JsonObject> {
	const lookup = referring.get(textAt(row, 'field') ?? '');
	if (!lookup) return row;
	const operator = textAt(row, 'operator') ?? 'eq';
	if (operator === 'eq' || operator === 'neq') return row.value === undefined ? row : { ...row, value: await idOf(context, projectId, lookup, row.value) };
	const values = listAt(row, 'values');
	if (values === undefined) return row;
	const ids: Json[] = [];
	for (const value of values) ids.push(await idOf(context, projectId, lookup, value));
	return { ...row, values: ids };
}

/** The id of what a person named; an id, and the empty text for "none", as they are. */
async function idOf(context: RunContext, projectId: string, lookup: Lookup, said: Json): Promise<Json> {
	const wanted = folded(written(said));
	if (wanted === '' || guid.test(wanted)) return said;
	const input = { projectId };
	const records = (await (context.recalled(lookup.list, input) ?? context.read(lookup.list, input))).filter((record) => isThere(lookup, record));
	const found = records.filter((record) => namesOf(lookup, record).some((name) => folded(name) === wanted));
	const id = textAt(found[0], lookup.value);
	if (found.length === 1 && id !== undefined) return id;
	if (found.length === 0) throw context.refusal(`Conditions: there is no "${written(said)}".`, 'Check the spelling, or enter its ID; upper and lower case do not matter.');
	throw context.refusal(`Conditions: ${found.length} of them are called "${written(said)}".`, `Enter the ID of the right one: ${found.map((record) => textAt(record, lookup.value)).join(', ')}.`);
}

function isThere(lookup: Lookup, record: JsonObject): boolean {
	return lookup.standing?.(record) !== 'deleted';
}

function namesOf(lookup: Lookup, record: JsonObject): readonly string[] {
	return lookup.names(record).filter((name) => name !== undefined);
}

function folded(name: string): string {
	return name.trim().toLowerCase();
}
