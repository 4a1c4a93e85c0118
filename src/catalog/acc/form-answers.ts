import { boolean, collected, isObject, listAt, operation, ref, returns, textAt, type Json, type JsonObject, type RunContext } from '../vocabulary';
import { getForms, getTableRows, getValues, getWeather, ofEveryTemplate } from './form-calls';
import { layoutCalls, layoutOf, whole, type Question, type Table } from './form-layout';
import { hour } from './form-values';
import { readForms } from './form-template';
import { idOf, inProject } from './ids';

/** Ids of the tables every template may have; the layout names them by these words (APS Forms v1, GET table values). */
const builtIn: Readonly<Record<string, string>> = { worklogEntries: '6c8055d5-1301-46f6-9d18-8a2a208a277e', materialsEntries: '2adf5ad9-d9d3-ee42-6fd8-015c34ce474d', equipmentEntries: '8af6c450-dd2a-32ae-0090-5493a9cc884e' };

export const getForm = operation({
	action: 'Get form',
	description: 'Retrieve one form with its answers and table rows',
	needs: readForms,
	input: { ...inProject, formId: ref('acc.form', { required: true, label: 'Form' }), withWeather: boolean({ default: false, label: 'Include Weather', description: 'Whether to add the weather kept with the form' }) },
	returns: returns.record(),
	repeat: 'safe',
	unordered: true,
	status: 'reference',
	source: 'APS Forms v2, GET forms, GET custom values and GET sections/:sectionId; v1, GET table values; v3, GET weather',
	steps: {
		calls: [getForms, getValues, getTableRows, getWeather, ...layoutCalls],
		async run(context, { projectId: project, formId: id, withWeather }) {
			const [projectId, formId] = [idOf(project), idOf(id)];
			const form = await presentForm(context, projectId, formId);
			const layout = (await layoutOf(context, projectId, form)) ?? { questions: [], tables: [] };
			const values = layout.questions.length === 0 ? [] : await collected(context.list(getValues, { projectId, formId }));
			const answers = layout.questions.map((question) => answerOf(question, values));
			const rows = await context.each(layout.tables, async (table) => ({ table: table.label, section: table.section, rows: await rowsOf(context, projectId, formId, table) }));
			const tables = rows.map((one) => {
				if ('failure' in one) throw one.failure;
				return one.value;
			});
			const weatherId = textAt(form, 'weatherId');
			const weather: JsonObject = withWeather ? { weather: weatherId === undefined ? null : await context.call(getWeather, { projectId, weatherId }) } : {};
			return [{ json: { ...form, answers, answersByQuestion: byQuestion(layout.questions, answers), tables, ...weather } }];
		},
	},
});

/** The list alone reads a form, by its id, and those of inactive templates only when told to. */
export async function presentForm(context: RunContext, projectId: string, formId: string): Promise<JsonObject> {
	const include = [...ofEveryTemplate.include, 'layoutInfo'] as const;
	for await (const form of context.list(getForms, { projectId, ids: [formId], include })) if (textAt(form, 'id') === formId) return form;
	throw context.refusal(`The project has no form ${formId}.`, 'Pick the form from the list; it may be in another project.');
}

function answerOf(question: Question, values: readonly JsonObject[]): JsonObject {
	const found = values.find((value) => value.deleted !== true && question.ids.includes(textAt(value, 'fieldId') ?? ''));
	const { section, label, valueName } = question;
	const value = found === undefined ? null : valueOf(found, valueName);
	return { section, question: label, fieldId: textAt(found, 'fieldId') ?? question.ids[0] ?? '', type: valueName, value: typeof value === 'string' && valueName === 'toggleVal' ? shown(value, question.modifier) : value, notes: textAt(found, 'notes') ?? null, updatedAt: textAt(found, 'updatedAt') ?? null, updatedBy: textAt(found, 'updatedBy') ?? null };
}

const pairs: readonly (readonly [yes: string, no: string])[] = [['Yes', 'No'], ['Pass', 'Fail'], ['Plus', 'Minus']];

/** The service gives every toggle as True, False or NA, whatever people see in the form (APS Forms v2, GET custom values). */
function shown(value: string, modifier: string): string {
	const [yes, no] = pairs.find(([word]) => modifier.toLowerCase().includes(word.toLowerCase())) ?? ['True', 'False'];
	return value === 'True' ? yes : value === 'False' ? no : value;
}

/** The value of an answer or a cell; durations in hours. */
function valueOf(record: JsonObject, valueName: string | undefined): Json {
	const held = valueName !== undefined && record[valueName] !== undefined ? valueName : Object.keys(record).find((name) => name.endsWith('Val') && record[name] !== null);
	const value = held === undefined ? null : (record[held] ?? null);
	return held === 'timespanVal' && typeof value === 'number' ? value / hour : value;
}

/** Values by what people read; with the section in front where a question comes twice. */
function byQuestion(questions: readonly Question[], answers: readonly JsonObject[]): JsonObject {
	return Object.fromEntries(questions.map((question, index): readonly [string, Json] => [questions.filter(({ label }) => label === question.label).length > 1 ? whole(question) : question.label, answers[index]?.value ?? null]));
}

/** Rows of one table with their cells by the names of their columns. */
async function rowsOf(context: RunContext, projectId: string, formId: string, table: Table): Promise<readonly JsonObject[]> {
	const alias = builtIn[table.schema];
	const [id = '', other] = alias === undefined ? table.ids : [alias];
	const read = async (fieldId: string) => await context.attempt(async () => await collected(context.list(getTableRows, { projectId, formId, fieldId })));
	const first = await read(id);
	// The reference asks for the one id of the layout, the vendor's tutorial for the other.
	const rows = 'failure' in first && other !== undefined ? await read(other) : first;
	if ('failure' in rows) throw 'failure' in first ? first.failure : rows.failure;
	return rows.value.filter((row) => row.deleted !== true).map((row) => ({ id: textAt(row, 'id') ?? '', cells: cellsOf(row, table), updatedAt: textAt(row, 'updatedAt') ?? null, updatedBy: textAt(row, 'updatedBy') ?? null }));
}

function cellsOf(row: JsonObject, { columns }: Table): JsonObject {
	return Object.fromEntries((listAt(row, 'columns') ?? []).filter(isObject).map((cell): readonly [string, Json] => {
		const column = columns.find(({ id, key }) => id === textAt(cell, 'columnId') || key === textAt(cell, 'columnName'));
		return [column?.label ?? textAt(cell, 'columnName') ?? textAt(cell, 'columnId') ?? '', valueOf(cell, column?.valueName)];
	}));
}
