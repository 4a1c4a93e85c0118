import type { Handler } from '../service';
import { FieldRefusal, given, onIssues, type FieldContext } from './request';
import { stamp } from './stamp';
import type { FieldDefinition } from './state';

/** Issue types, fields and filters: what a project's issues are made of. */
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
		'field.issueField.getMany': (request) => {
			const { project } = onIssues(context, request);
			const shown = project.fields.filter((field) => !project.hidden.has(field.id));
			const block = (name: FieldDefinition['block']): readonly object[] => shown.filter((field) => field.block === name).map(definitionRecord);
			// The key over a type's block is lost in the document's example; the type's id stands there here.
			const types = project.issueTypes.flatMap((type): [string, object][] => {
				const fields = shown.filter((field) => field.issueTypeId === type.id).map(definitionRecord);
				return fields.length === 0 ? [] : [[type.id, { category: type.category, fields, name: type.name, id: type.id }]];
			});
			return { status: 200, json: { common: { fields: block('shared') }, ...Object.fromEntries(types), ancillary: { fields: block('ancillary') } } };
		},
		'field.issueFilter.getMany': (request) => {
			const { project, user } = onIssues(context, request);
			const mine = project.issueFilters.filter((filter) => filter.ownerId === undefined || filter.ownerId === user.id);
			return { status: 200, json: mine.map((filter) => ({ issue_filter_id: filter.id, name: filter.name, updated_at: stamp(project.updatedAt) })) };
		},
		'field.issueType.getManyLegacy': (request) => {
			const { project } = onIssues(context, request);
			return { status: 200, json: project.issueTypes.map((type) => ({ issue_type_id: type.id, name: type.name })) };
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
