import type { Handler, SandboxReply, SandboxRequest } from '../service';
import { formVisit } from './form-exchange';
import type { Json } from '../reading';
import { problem, Refusal } from './refusal';
import { stableId } from './sample-values';
import type { AccState, FormTemplate } from './state';

/** How forms are laid out: sections with questions and tables. */
export function formLayoutsHandlers(state: AccState): Readonly<Record<string, Handler>> {
	return { 'acc.formLayout.get': layout, 'acc.formSection.get': section };

	function templateOf(request: SandboxRequest): FormTemplate {
		const { projectId } = formVisit(request, state);
		const template = state.formTemplates.find((one) => one.projectId === projectId && layoutIdOf(one) === request.path['layoutId']);
		if (template === undefined) throw new Refusal(problem(404, 'The layout does not exist.'));
		return template;
	}

	function layout(request: SandboxRequest): SandboxReply {
		const template = templateOf(request);
		return { status: 200, json: { layout: { uid: layoutIdOf(template), type: 'form', description: template.name, hasSectionAssignees: false }, sections: sectionsOf(template).map((label, index) => sectionBody(template, label, index)) } };
	}

	function section(request: SandboxRequest): SandboxReply {
		const template = templateOf(request);
		const sections = sectionsOf(template);
		const index = sections.findIndex((label) => sectionIdOf(template, label) === request.path['sectionId']);
		const label = sections[index];
		if (label === undefined) throw new Refusal(problem(404, 'The section does not exist.'));
		const place = { layoutUid: layoutIdOf(template), sectionUid: sectionIdOf(template, label) };
		const fields = template.fields.filter(({ sectionLabel }) => sectionLabel === label).map((field): Json => ({ uid: field.uid ?? field.fieldId, type: 'field', size: 'normal', label: field.itemLabel, schema: field.uid === undefined ? stableId(`field schema ${field.fieldId}`) : field.fieldId, valueName: field.valueName, modifier: field.valueName === 'toggleVal' ? 'yes_no' : null, isRequired: false }));
		const tables = template.tables.filter(({ sectionLabel }) => sectionLabel === label);
		const items = [...fields, ...tables.map((table): Json => ({ uid: table.uid, type: 'table', label: table.label, schema: table.schema, isRequired: false }))];
		return {
			status: 200,
			json: {
				section: sectionBody(template, label, index),
				sectionItems: items.map((item, order) => ({ ...item, ...place, sortIndex: order, displayIndex: order })),
				tableColumns: Object.fromEntries(tables.map((table) => [table.uid, table.columns.map((column, order) => ({ ...column, layoutUid: place.layoutUid, layoutSectionItemUid: table.uid, sortIndex: order, type: 'column', presets: [] }))])),
				actions: [],
			},
		};
	}
}

/** Id of the layout of a template; PDF templates have none. */
export function layoutIdOf(template: FormTemplate): string | null {
	return template.isPdf ? null : stableId(`form layout ${template.id}`);
}

/** Id of one section of a layout. */
export function sectionIdOf(template: FormTemplate, label: string): string {
	return stableId(`form section ${template.id} ${label}`);
}

function sectionsOf(template: FormTemplate): readonly string[] {
	return [...new Set([...template.fields, ...template.tables].map(({ sectionLabel }) => sectionLabel))];
}

function sectionBody(template: FormTemplate, label: string, index: number): Json {
	return { uid: sectionIdOf(template, label), layoutUid: layoutIdOf(template), sortIndex: index, displayIndex: index, type: 'section', label, description: '' };
}
