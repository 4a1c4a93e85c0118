import { boolean, isList, isObject, listAt, textAt, written, type AnyOperation, type Beside, type Input, type Json, type JsonObject } from '../vocabulary';
import { getAttributes, getCategories, getStatuses } from './asset-setup';
import { getTemplates } from './form-template';
import { getCauses, getDefinitions, getTypes } from './issue-setup';
import { getLocations } from './location';
import { getMany as getMembers } from './project-user-calls';
import { getRfiAttributes, getRfiTypes } from './rfi-setup';

/** The switch of the reads whose records name people, types, places and values by their ids. */
export const withNames = {
	withNames: boolean({ in: 'here', default: false, label: 'Names Beside IDs', description: 'Whether to add names beside the IDs of people, types, locations and values' }),
};

/** One list, read once a run, and what it adds to a record. */
const beside = (list: AnyOperation, adds: Beside['adds'], more?: Input): Beside => ({ on: 'withNames', list, within: ['projectId'], adds, ...(more === undefined ? {} : { with: more }) });

type Named = (listed: readonly JsonObject[]) => Iterable<readonly [id: string, name: string]>;

/** Names by id, for the members under these keys: `locationId` → `locationName`, `locations` → `locationNames`. */
function names(list: AnyOperation, keys: Readonly<Record<string, Named>>): Beside {
	return beside(list, (listed) => {
		const known = Object.entries(keys).map(([key, named]) => [key, new Map(named(listed))] as const);
		return (record) => ({
			...record,
			...Object.fromEntries(known.flatMap(([key, byId]): readonly (readonly [string, Json])[] => {
				const value = record[key];
				if (typeof value === 'string' || typeof value === 'number') return [[`${key.replace(/Id$/, '')}Name`, byId.get(String(value)) ?? null]];
				return isList(value) ? [[`${key.replace(/s$/, '')}Names`, value.map((id) => byId.get(written(id)) ?? null)]] : [];
			})),
		});
	});
}

const titled = (member: string): Named => (listed) => listed.map((one) => [textAt(one, 'id') ?? '', textAt(one, member) ?? '']);

/** Records of a list, and those within them under a member, with the title of the outer one ahead. */
const titledWithin = (member: string): Named => (listed) =>
	listed.flatMap((one) => (listAt(one, member) ?? []).map((inner): readonly [string, string] => [textAt(inner, 'id') ?? '', `${textAt(one, 'title') ?? ''} > ${textAt(inner, 'title') ?? ''}`]));

/** The way to each record of a tree, from below the root: `Building A > Level 2`. */
function ways(listed: readonly JsonObject[]): readonly (readonly [string, string])[] {
	const byId = new Map(listed.map((one) => [textAt(one, 'id') ?? '', one]));
	const wayTo = (one: JsonObject, below: number): string => {
		const above = byId.get(textAt(one, 'parentId') ?? '');
		const own = textAt(one, 'name') ?? '';
		return above === undefined || !byId.has(textAt(above, 'parentId') ?? '') || below > listed.length ? own : `${wayTo(above, below + 1)} > ${own}`;
	};
	return listed.map((one) => [textAt(one, 'id') ?? '', wayTo(one, 0)]);
}

const persons: ReadonlySet<string> = new Set(['createdBy', 'updatedBy', 'closedBy', 'openedBy', 'deletedBy', 'modifiedBy', 'assignedTo', 'assigneeId', 'ownerId', 'managerId', 'constructionManagerId', 'respondedBy', 'answeredBy', 'lastReopenedBy', 'lastSubmittedBy', 'onBehalf', 'watchers', 'coReviewers', 'reviewers', 'architects', 'officialResponseActors']);

/**
 * Adds `{ id, name, email }` beside the Autodesk ID of a member: `createdBy` → `createdByPerson`, `managerId` → `managerPerson`,
 * and a list of them beside a list: `watchers` → `watchersPeople`. Companies and roles are left as they are.
 */
export const people = beside(getMembers, (listed, refusal) => {
	const members = new Map(listed.map((one) => [textAt(one, 'autodeskId') ?? '', one]));
	const person = (id: string): JsonObject => {
		const member = members.get(id);
		return { id, name: textAt(member, 'name') ?? null, email: textAt(member, 'email') ?? null, ...(member ? {} : { note: refusal === undefined ? 'No member of the project' : `Not shown: ${refusal}` }) };
	};
	return (record) => ({ ...record, ...Object.fromEntries(Object.entries(record).flatMap(([key, value]): readonly (readonly [string, Json])[] => (persons.has(key) && !isGroup(record, key) ? told(key.replace(/Id$/, ''), value, person) : []))) });
	// Those who have left are named as well (line 2934).
}, { status: ['active', 'pending', 'deleted'] });

function told(stem: string, value: Json, person: (id: string) => JsonObject): readonly (readonly [string, Json])[] {
	if (typeof value === 'string' && value !== '') return [[`${stem}Person`, person(value)]];
	if (!isList(value)) return [];
	const ids = value.flatMap((one) => (isObject(one) ? (one.type === undefined || one.type === 'user' ? (textAt(one, 'id') ?? []) : []) : typeof one === 'string' ? [one] : []));
	return [[`${stem}People`, ids.map(person)]];
}

/** Whether the assignee is a company or a role. */
function isGroup(record: JsonObject, key: string): boolean {
	const type = key === 'assignedTo' ? record.assignedToType : key === 'assigneeId' ? record.assigneeType : undefined;
	return type === 'company' || type === 'role';
}

const places = names(getLocations, { locationId: ways, locations: ways });

/** Values of list attributes by name, beside their ids. */
const issueValues = beside(getDefinitions, (listed) => {
	const options = new Map(listed.flatMap((one) => (listAt(one, 'metadata.list.options') ?? []).map((option): readonly [string, string] => [textAt(option, 'id') ?? '', textAt(option, 'value') ?? ''])));
	return (record) => withRows(record, (row) => (typeof row.value === 'string' && options.has(row.value) ? { ...row, valueName: options.get(row.value) ?? null } : row));
});

const rfiValues = beside(getRfiAttributes, (listed) => {
	const attributes = new Map(listed.map((one) => [textAt(one, 'id') ?? '', textAt(one, 'name') ?? '']));
	const options = new Map(listed.flatMap((one) => (listAt(one, 'possibleValues') ?? []).map((option): readonly [string, string] => [textAt(option, 'id') ?? '', textAt(option, 'name') ?? ''])));
	return (record) => withRows(record, (row) => ({ ...row, name: attributes.get(textAt(row, 'id') ?? '') ?? null, valueNames: (listAt(row, 'values') ?? []).map((value) => options.get(written(value)) ?? value) }));
});

function withRows(record: JsonObject, told: (row: JsonObject) => JsonObject): JsonObject {
	const rows = listAt(record, 'customAttributes');
	return rows ? { ...record, customAttributes: rows.map((row) => (isObject(row) ? told(row) : row)) } : record;
}

/** Custom attributes of an asset under the names people know, options by name: `customAttributesByName`. */
const assetValues = beside(getAttributes, (listed) => {
	const labels = new Map(listed.map((one) => [textAt(one, 'name') ?? '', textAt(one, 'displayName') ?? '']));
	const options = new Map(listed.flatMap((one) => (listAt(one, 'values') ?? []).map((option): readonly [string, string] => [textAt(option, 'id') ?? '', textAt(option, 'displayName') ?? ''])));
	const value = (given: Json): Json => (isList(given) ? given.map(value) : typeof given === 'string' ? (options.get(given) ?? given) : given);
	return (record) => (isObject(record.customAttributes) ? { ...record, customAttributesByName: Object.fromEntries(Object.entries(record.customAttributes).map(([name, given]) => [labels.get(name) ?? name, value(given)])) } : record);
});

/** What each family adds. */
export const issueNames = [people, names(getTypes, { issueTypeId: titled('title'), issueSubtypeId: titledWithin('subtypes') }), places, names(getCauses, { rootCauseId: titledWithin('rootCauses') }), issueValues];
export const rfiNames = [people, names(getRfiTypes, { rfiTypeId: titled('name') }), places, rfiValues];
export const assetNames = [people, names(getCategories, { categoryId: ways }), names(getStatuses, { statusId: titled('label') }), places, assetValues];
export const formNames = [people, names(getTemplates, { formTemplateId: titled('name') }), places];
