import { inSentence, labelOf, operationsOf, titleCase, type AnyOperation, type Field, type Fields, type Service } from '../catalog/vocabulary';
import { showsUpdates } from '../core/changes';
import { whereFields } from '../core/watching';
import { actionsOf, areasOf, areaType, triggerType, watchedOf } from './names';

/** What the editor needs to know of a service to draw its dialogs: the catalog without its code. */
export interface EditorTable {
	/** By Node-RED type of the area. */
	readonly areas: Readonly<Record<string, { readonly label: string; readonly operations: readonly EditorOperation[] }>>;
	/** By Node-RED type of the trigger. */
	readonly triggers: Readonly<Record<string, EditorTrigger>>;
	/** By resource id: what can be picked from a list, and what must be known first. */
	readonly lookups: Readonly<Record<string, { readonly label: string; readonly within: readonly string[] }>>;
}

export interface EditorOperation {
	readonly id: string;
	readonly resource: string;
	readonly name: string;
	readonly label: string;
	readonly action: string;
	readonly description: string;
	/** What comes out. */
	readonly gives: 'list' | 'one' | 'file';
	/** Many items go in one call. */
	readonly batch?: true;
	readonly destructive?: true;
	readonly status?: string;
	/** It takes the application's own sign-in. */
	readonly byApp?: true;
	readonly fields: readonly EditorField[];
}

export interface EditorTrigger {
	readonly label: string;
	readonly resource: string;
	readonly events: readonly { readonly name: string; readonly label: string; readonly description: string }[];
	readonly within: readonly EditorField[];
	readonly filters: readonly EditorField[];
}

export interface EditorField {
	readonly key: string;
	readonly kind: Field['kind'];
	readonly label: string;
	readonly required?: true;
	readonly description?: string;
	readonly placeholder?: string;
	readonly default?: unknown;
	readonly clearable?: true;
	readonly secret?: true;
	readonly options?: readonly { readonly value: string | number; readonly label: string }[];
	/** Resource id of a reference. */
	readonly to?: string;
	/** Whether a range is of days or of times. */
	readonly of?: 'date' | 'dateTime';
	readonly when?: Field['when'];
	readonly fields?: readonly EditorField[];
	/** Keys that decide which fields a project offers. */
	readonly dependsOn?: readonly string[];
}

/** The table of one service. */
export function editorTable(service: Service): EditorTable {
	const operations = operationsOf(service);
	return {
		areas: Object.fromEntries(
			areasOf(service).map((area) => [
				areaType(service, area),
				{
					label: area.label,
					operations: actionsOf(service, area).flatMap(({ id, resource, name }) => {
						const operation = operations.get(id)?.operation;
						return operation ? [describe(id, resource.id, name, operation)] : [];
					}),
				},
			]),
		),
		triggers: Object.fromEntries(
			watchedOf(service).flatMap((resource) => {
				const { changes } = resource;
				if (!changes) return [];
				const thing = inSentence(resource.label);
				const events = [
					{ name: 'created', label: 'Created', description: `A new ${thing}`, ...changes.createdAs },
					...(showsUpdates(changes) ? [{ name: 'updated', label: 'Updated', description: `A ${thing} was changed` }] : []),
					...(changes.deleted === undefined ? [] : [{ name: 'deleted', label: 'Deleted', description: `A ${thing} was deleted` }]),
					...Object.entries(changes.watch).map(([name, { label, description }]) => ({ name, label, description })),
				];
				return [[triggerType(service, resource), { label: resource.label, resource: resource.id, events, within: fieldsOf(whereFields(changes, [service])), filters: fieldsOf(changes.filters) }]];
			}),
		),
		lookups: Object.fromEntries(service.resources.flatMap(({ id, label, lookup }) => (lookup ? [[id, { label, within: lookup.within }]] : []))),
	};
}

function describe(id: string, resource: string, name: string, operation: AnyOperation): EditorOperation {
	return {
		id,
		resource,
		name,
		label: operation.label ?? titleCase(name),
		action: operation.action,
		description: operation.description,
		gives: givesOf(operation),
		...(operation.batch ? { batch: true as const } : {}),
		...(operation.destructive ? { destructive: true as const } : {}),
		...(operation.status === undefined || operation.status === 'stable' ? {} : { status: operation.status }),
		...(operation.needs.token === 'app' ? { byApp: true as const } : {}),
		fields: fieldsOf(operation.input),
	};
}

/** What an operation hands on: a list of records, one thing, or a file. */
export function givesOf(operation: AnyOperation): 'list' | 'one' | 'file' {
	if (operation.returns.kind === 'file' || operation.returns.kind === 'mixed') return 'file';
	return isListing(operation) ? 'list' : 'one';
}

/** Whether an operation gives a list, so that its result is one even with a single record in it. */
export function isListing(operation: AnyOperation): boolean {
	return operation.page !== undefined || operation.returns.kind === 'records';
}

function fieldsOf(fields: Fields): readonly EditorField[] {
	return Object.entries(fields)
		.filter(([, field]) => field.kind !== 'constant')
		.map(([key, field]) => ({
			key,
			kind: field.kind,
			label: labelOf(key, field),
			...(field.required ? { required: true as const } : {}),
			...(field.description === undefined ? {} : { description: field.description }),
			...(field.placeholder === undefined ? {} : { placeholder: field.placeholder }),
			...(field.default === undefined ? {} : { default: field.default }),
			...(field.clear === undefined ? {} : { clearable: true as const }),
			...(field.when === undefined ? {} : { when: field.when }),
			...(field.kind === 'text' && field.secret ? { secret: true as const } : {}),
			...(field.kind === 'choice' || field.kind === 'choices' ? { options: field.options.map(({ value, label }) => ({ value, label })) } : {}),
			...(field.kind === 'ref' || field.kind === 'refs' ? { to: field.to } : {}),
			...(field.kind === 'range' ? { of: field.of } : {}),
			...(field.kind === 'group' || field.kind === 'rows' ? { fields: fieldsOf(field.fields) } : {}),
			...(field.kind === 'dynamic' ? { dependsOn: field.source.dependsOn } : {}),
		}));
}
