import type { Handler, SandboxRequest } from '../service';
import { FieldRefusal, given, onProject, userOf, type FieldContext, type OnProject } from './request';
import { stamp } from './stamp';
import type { FieldProject } from './state';
import { compareVersions } from './version';

/** Custom and standard fields of all kinds of records, saved filters, and the lists that hold for every project. */
export function customFieldHandlers(context: FieldContext): Record<string, Handler> {
	const administering = (request: SandboxRequest): OnProject => {
		const found = onProject(context, request);
		if (!found.rights.admin) throw new FieldRefusal(401, 'Not authorized');
		return found;
	};
	const words = (...names: readonly string[]): Handler => (request) => {
		userOf(context, request);
		return { status: 200, json: names.map((name, index) => ({ id: `${index + 1}`, name })) };
	};
	const show = (shown: boolean): Handler => (request) => {
		const { project } = administering(request);
		const field = project.fields.find((one) => one.id === given(request, 'name') && one.id.startsWith('f--'));
		if (field === undefined) return { status: 200, text: 'E;404;Field not found' };
		if (shown) project.hidden.delete(field.id);
		else project.hidden.add(field.id);
		return { status: 200, text: 'I;200;Successful' };
	};

	return {
		'field.customField.getMany': (request) => {
			const { project } = onProject(context, request);
			const shared = { container_id: null, default_value: null, updated_at: stamp(project.updatedAt) };
			return {
				status: 200,
				json: [
					...project.fields.filter((field) => field.id.startsWith('cf--')).map((field) => ({ custom_field_id: field.id.slice('cf--'.length), container_type: 'Issue', display_type: field.type, required: field.required, position: field.position ?? 0, name: field.name, possible_values: field.possibleValues, ...shared })),
					// As the document says here, a list written in YAML (line 181).
					...project.customFields.map((field, index) => ({ custom_field_id: field.id, container_type: field.container, display_type: field.type, required: field.required, position: index + 1, name: field.name, possible_values: field.possibleValues.length === 0 ? null : `---\n${field.possibleValues.map((value) => `- ${value}\n`).join('')}`, ...shared })),
				],
			};
		},
		'field.customField.create': (request) => {
			const { project } = administering(request);
			const name = given(request, 'name') ?? '';
			if (project.fields.some((field) => field.name === name) || project.customFields.some((field) => field.name === name)) throw new FieldRefusal(409, 'Name already in use');
			const type = (['text', 'date', 'signature', 'numeric', 'checkbox', 'drop-down'] as const).find((known) => known === given(request, 'type'));
			const possibleValues = (given(request, 'possible_values') ?? '').split('::').filter((value) => value !== '');
			if (type === undefined || (type === 'drop-down' && possibleValues.length === 0)) throw new FieldRefusal(400, 'Incorrect parameters');
			const category = given(request, 'category');
			const id = context.world.uuid();
			const required = given(request, 'required') === '1';
			if (category === 'Issue') {
				const issueTypeId = given(request, 'sub_category_id');
				project.fields.push({
					id: `cf--${id}`,
					name,
					type,
					required,
					position: (issueTypeId === undefined ? 20001 : 30001) + project.fields.length,
					possibleValues,
					...(issueTypeId === undefined ? { block: 'shared' } : { block: 'type', issueTypeId }),
				});
			} else project.customFields.push({ id, container: category === 'Equipment' ? 'EquipmentType' : category === 'Task' ? 'Task' : 'Checklist', name, type, required, possibleValues });
			return { status: 201, json: { id, name, category } };
		},
		'field.customField.delete': (request) => {
			const { project } = administering(request);
			const id = given(request, 'id') ?? '';
			const gone = takeOut(project.fields, (field) => field.id === `cf--${id}`) || takeOut(project.customFields, (field) => field.id === id);
			if (!gone) throw new FieldRefusal(404, 'The custom field was not found');
			return { status: 200, text: 'I;200;Successful' };
		},
		'field.velaField.getMany': (request) => {
			const { project } = onProject(context, request);
			const seesCauses = compareVersions(given(request, 'application_version') ?? '0', '1.10') > 0;
			const standard = project.fields.filter((field) => field.id.startsWith('f--') && (seesCauses || field.id !== 'f--root_cause_id'));
			return {
				status: 200,
				json: standard.map((field) => ({ vela_field_id: field.id, name: field.id.slice('f--'.length), hidden: project.hidden.has(field.id), required: field.required, display_type: field.type, default_value: null, container_type: 'Issue', container_id: null, updated_at: stamp(project.updatedAt) })),
			};
		},
		'field.standardField.enable': show(true),
		'field.standardField.disable': show(false),
		'field.filter.getMany': (request) => {
			const { project } = onProject(context, request);
			const category = given(request, 'category');
			return { status: 200, json: filtersOf(project).filter((filter) => category === undefined || filter.container === category) };
		},
		'field.specRef.getMany': words('03 30 00 Cast-in-Place Concrete', '05 12 00 Structural Steel'),
		'field.priority.getMany': words('Low', 'Medium', 'High', 'Critical'),
		'field.checklistStatus.getMany': words('Open', 'Closed'),
	};
}

/** The saved filters of a project as its record lists them. */
export function filtersOf(project: FieldProject): readonly { readonly filter_id: string; readonly container: string; readonly name: string }[] {
	return project.filters.map(({ id, container, name }) => ({ filter_id: id, container, name }));
}

function takeOut<T>(list: T[], which: (one: T) => boolean): boolean {
	const at = list.findIndex(which);
	if (at >= 0) list.splice(at, 1);
	return at >= 0;
}
