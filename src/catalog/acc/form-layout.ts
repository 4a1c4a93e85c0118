import { get, isObject, listAt, operation, returns, text, textAt, unpaged, type AnyOperation, type InputOf, type JsonObject, type RunContext } from '../vocabulary';
import { getTemplates, readForms } from './form-template';
import { inProject } from './ids';

const layout = { ...inProject, layoutId: text({ required: true }) };

export const getSections = operation({
	action: 'Get form sections',
	description: 'Retrieve the sections of the layout of a form',
	call: get('/construction/forms/v1/projects/{projectId}/layouts/{layoutId}'),
	needs: readForms,
	input: layout,
	page: unpaged('sections'),
	returns: returns.records('sections'),
	repeat: 'safe',
	hidden: true,
	status: 'reference',
	source: 'APS Forms v1, GET layouts/:layoutId',
});

export const getSectionItems = operation({
	action: 'Get form section',
	description: 'Retrieve the questions and tables of one section, each with the name of the section and tables with their columns',
	call: get('/construction/forms/v2/projects/{projectId}/layouts/{layoutId}/sections/{sectionId}'),
	needs: readForms,
	input: { ...layout, sectionId: text({ required: true }) },
	page: unpaged(),
	returns: returns.records(),
	reshape: (reply) => (listAt(reply, 'sectionItems') ?? []).filter(isObject).map((item) => ({ ...item, sectionLabel: textAt(reply, 'section.label') ?? '', columns: listAt(reply, `tableColumns.${textAt(item, 'uid') ?? ''}`) ?? [] })),
	repeat: 'safe',
	hidden: true,
	status: 'reference',
	source: 'APS Forms v2, GET sections/:sectionId',
});

/** What reading the questions and tables of a form may call. */
export const layoutCalls: readonly AnyOperation[] = [getTemplates, getSections, getSectionItems];

/** A question or a table. The documents write its id now as `uid`, now as `schema`: the one that is tried first comes first. */
interface LayoutItem {
	readonly ids: readonly string[];
	readonly section: string;
	readonly label: string;
}
export interface Question extends LayoutItem {
	/** Name under which its value travels: `textVal`. */
	readonly valueName: string;
	/** Which pair of words a toggle shows: yes/no, pass/fail, plus/minus. */
	readonly modifier: string;
}
export interface Column {
	readonly id: string;
	readonly key: string;
	readonly label: string;
	/** Name under which its values travel: `textVal`. */
	readonly valueName: string;
}
export interface Table extends LayoutItem {
	/** Alias of one of the three tables every template may have; of others their id. */
	readonly schema: string;
	readonly columns: readonly Column[];
}
export interface Layout {
	readonly questions: readonly Question[];
	readonly tables: readonly Table[];
}

/** Questions and tables of a form, read once a run for all forms of one layout; undefined for a PDF form, which has none. */
export async function layoutOf(context: RunContext, projectId: string, form: JsonObject): Promise<Layout | undefined> {
	const layoutId = nonempty(textAt(form, 'nativeForm.layoutId')) ?? currentLayout((await known(context, getTemplates, { projectId })).find((one) => textAt(one, 'id') === textAt(form, 'formTemplateId')));
	if (layoutId === undefined) return undefined;
	const sections = await known(context, getSections, { projectId, layoutId });
	const read = await context.each(sections, async (section) => await known(context, getSectionItems, { projectId, layoutId, sectionId: textAt(section, 'uid') ?? '' }));
	const items = read.flatMap((one) => {
		if ('failure' in one) throw one.failure;
		return one.value;
	});
	return { questions: items.filter((item) => textAt(item, 'type') !== 'table').map(question), tables: items.filter((item) => textAt(item, 'type') === 'table').map(table) };
}

/** The vendor's reference calls it `currentLayoutId`, its tutorial `layoutId`. */
function currentLayout(template: JsonObject | undefined): string | undefined {
	return nonempty(textAt(template, 'currentLayoutId')) ?? nonempty(textAt(template, 'layoutId'));
}

async function known<O extends AnyOperation>(context: RunContext, list: O, input: InputOf<O['input']>): Promise<readonly JsonObject[]> {
	return await (context.recalled(list, input) ?? context.read(list, input));
}

function question(item: JsonObject): Question {
	return { ids: texts(item, ['uid', 'schema']), section: textAt(item, 'sectionLabel') ?? '', label: textAt(item, 'label') ?? '', valueName: textAt(item, 'valueName') ?? 'textVal', modifier: textAt(item, 'modifier') ?? '' };
}

function table(item: JsonObject): Table {
	const section = textAt(item, 'sectionLabel') ?? '';
	const columns = (listAt(item, 'columns') ?? []).filter(isObject).map((column): Column => {
		const key = textAt(column, 'columnKey') ?? '';
		return { id: textAt(column, 'uid') ?? '', key, label: nonempty(textAt(column, 'label')) ?? key, valueName: (textAt(column, 'columnType') ?? 'text_val').replace('_v', 'V') };
	});
	const ids = texts(item, ['schema', 'uid']);
	return { ids, schema: ids[0] ?? '', section, label: nonempty(textAt(item, 'label')) ?? section, columns };
}

function texts(item: JsonObject, names: readonly string[]): readonly string[] {
	return names.flatMap((name) => nonempty(textAt(item, name)) ?? []);
}

function nonempty(words: string | undefined): string | undefined {
	return words === '' ? undefined : words;
}

/** Words as they are compared: case and white space do not count. */
export function plain(words: string): string {
	return words.replace(/\s+/g, ' ').trim().toLowerCase();
}

/** Question or table with its section in front. */
export function whole({ section, label }: LayoutItem): string {
	return `${section} > ${label}`;
}

/** Those that a person means by a name, a name with its section, or an id. */
export function meant<T extends LayoutItem>(items: readonly T[], name: string): readonly T[] {
	return items.filter((item) => [...item.ids, item.label, whole(item)].some((one) => plain(one) === plain(name)));
}
