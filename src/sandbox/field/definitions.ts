import type { Handler } from '../service';
import { FieldRefusal, given, onIssues, onProject, type FieldContext } from './request';
import { stamp } from './stamp';
import type { FieldDefinition } from './state';

/** Issue types, fields, filters and root causes: what a project's issues are made of. */
export function definitionHandlers(context: FieldContext): Record<string, Handler> {
	return {
		'field.issueType.getMany': (request) => {
			const { project } = onIssues(context, request);
			return { status: 200, json: project.issueTypes.map((type) => ({ category_name: type.category, name: type.name, id: type.id })) };
		},
		'field.issueType.create': (request) => {
			const { project, rights } = onIssues(context, request);
			if (!rights.admin) throw new FieldRefusal(401, 'Not authorized');
			const category = given(request, 'category_name') ?? '';
			const name = given(request, 'name') ?? '';
			const known = project.issueTypes.find((type) => type.category === category && type.name === name);
			const type = known ?? { id: context.world.uuid(), category, name };
			if (known === undefined) project.issueTypes.push(type);
			return { status: known === undefined ? 201 : 200, json: { category_name: type.category, name: type.name, id: type.id } };
		},
		'field.rootCause.getMany': (request) => {
			const { project } = onIssues(context, request);
			return { status: 200, json: project.rootCauses.map((cause) => ({ category_name: cause.category, name: cause.name, id: cause.id })) };
		},
		'field.issueField.getMany': (request) => {
			const { project } = onIssues(context, request);
			const block = (name: FieldDefinition['block']): readonly object[] => project.fields.filter((field) => field.block === name).map(definitionRecord);
			// The key over a type's block is lost in the document's example; the type's id stands there here.
			const types = project.issueTypes.flatMap((type): [string, object][] => {
				const fields = project.fields.filter((field) => field.issueTypeId === type.id).map(definitionRecord);
				return fields.length === 0 ? [] : [[type.id, { category: type.category, fields, name: type.name, id: type.id }]];
			});
			return { status: 200, json: { common: { fields: block('shared') }, ...Object.fromEntries(types), ancillary: { fields: block('ancillary') } } };
		},
		'field.issueFilter.getMany': (request) => {
			const { project, user } = onIssues(context, request);
			const mine = project.issueFilters.filter((filter) => filter.ownerId === undefined || filter.ownerId === user.id);
			return { status: 200, json: mine.map((filter) => ({ issue_filter_id: filter.id, name: filter.name, updated_at: stamp(project.updatedAt) })) };
		},
		'field.customField.getMany': (request) => {
			const { project } = onProject(context, request);
			const custom = project.fields.filter((field) => field.id.startsWith('cf--'));
			return {
				status: 200,
				json: custom.map((field) => ({
					custom_field_id: field.id.slice('cf--'.length),
					container_id: null,
					container_type: 'Issue',
					display_type: field.type,
					default_value: null,
					required: field.required,
					position: field.position ?? 0,
					updated_at: stamp(project.updatedAt),
					name: field.name,
					possible_values: field.possibleValues,
				})),
			};
		},
		'field.customField.create': (request) => {
			const { project, rights } = onProject(context, request);
			if (!rights.admin) throw new FieldRefusal(401, 'Not authorized');
			const name = given(request, 'name') ?? '';
			if (project.fields.some((field) => field.name === name)) throw new FieldRefusal(409, 'Name already in use');
			const type = (['text', 'date', 'signature', 'numeric', 'checkbox', 'drop-down'] as const).find((known) => known === given(request, 'type'));
			const possibleValues = (given(request, 'possible_values') ?? '').split('::').filter((value) => value !== '');
			if (type === undefined || (type === 'drop-down' && possibleValues.length === 0)) throw new FieldRefusal(400, 'Incorrect parameters');
			const category = given(request, 'category');
			const id = context.world.uuid();
			if (category === 'Issue') {
				const issueTypeId = given(request, 'sub_category_id');
				project.fields.push({
					id: `cf--${id}`,
					name,
					type,
					required: given(request, 'required') === '1',
					position: (issueTypeId === undefined ? 20001 : 30001) + project.fields.length,
					possibleValues,
					...(issueTypeId === undefined ? { block: 'shared' } : { block: 'type', issueTypeId }),
				});
			}
			return { status: 201, json: { id, name, category } };
		},
	};
}

function definitionRecord(field: FieldDefinition): object {
	return {
		display_type: field.type,
		required: field.required,
		...(field.position === undefined ? {} : { position: field.position }),
		name: field.name,
		possible_values: field.possibleValues,
		id: field.id,
	};
}
