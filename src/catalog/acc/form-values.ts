import { isList, isObject, parseJson, written, type InputOf, type Json, type JsonObject, type RunContext } from '../vocabulary';
import { putValues, type formValues } from './form-calls';
import { layoutCalls, layoutOf, meant, plain, whole, type Column, type Layout, type Question, type Table } from './form-layout';

/** Most values, and most rows, in one call. */
const most = 10;
export const hour = 3_600_000;

export const valueCalls = [...layoutCalls, putValues];

type Values = InputOf<typeof formValues>;
type Answer = NonNullable<Values['values']>[number];
type TableRow = NonNullable<Values['tableRows']>[number];

/** The tables every template may have, by our key; each column holds its value under one name (APS Forms v2, PUT values:batch-update). */
const tables = { worklog: 'worklogEntries', materials: 'materialsEntries', equipment: 'equipmentEntries' } as const;
const columns = { trade: 'textVal', item: 'textVal', unit: 'textVal', description: 'textVal', headcount: 'numberVal', quantity: 'numberVal', timespan: 'timespanVal' } as const;

interface Answered {
	readonly question: Question;
	readonly said: JsonObject;
}

/** Writes answers and table rows into a form, in as few calls as the service takes; the form as it is then, or undefined where there was nothing to write. @throws where a question is none of the form's or an answer does not fit it. */
export async function writeValues(context: RunContext, projectId: string, formId: string, form: JsonObject, given: Values): Promise<Json | undefined> {
	const named = (given.values ?? []).length + (given.tableRows ?? []).length > 0;
	const layout = (named ? await layoutOf(context, projectId, form) : undefined) ?? { questions: [], tables: [] };
	const answers = (given.values ?? []).map((answer) => answered(context, layout, answer));
	const rows = [
		...Object.entries(tables).flatMap(([key, schema]) => (key === 'worklog' ? given.worklog : key === 'materials' ? given.materials : given.equipment)?.map((row) => ({ schema, columns: cellsOf(row) })) ?? []),
		...(given.tableRows ?? []).map((row) => rowOf(context, layout, row)),
	];
	const entries = identified(context, formId, rows);
	let reply: Json | undefined;
	for (let from = 0; from < Math.max(answers.length, entries.length); from += most) {
		reply = await put(context, { projectId, formId }, answers.slice(from, from + most), entries.slice(from, from + most));
	}
	return reply;
}

/** The reference says of a question's id now that it is the `uid` and now that it is the `schema` of the layout: where the one is refused, the other is tried. */
async function put(context: RunContext, form: { readonly projectId: string; readonly formId: string }, answers: readonly Answered[], tabularValues: readonly JsonObject[]): Promise<Json> {
	const attempt = async (turn: number) =>
		await context.attempt(async () => {
			const customValues = answers.map(({ question, said }) => ({ fieldId: question.ids[turn] ?? question.ids[0] ?? '', ...said }));
			return await context.call(putValues, { ...form, ...(customValues.length > 0 ? { customValues } : {}), ...(tabularValues.length > 0 ? { tabularValues } : {}) });
		});
	const first = await attempt(0);
	if ('value' in first) return first.value;
	const second = answers.some(({ question }) => question.ids.length > 1) ? await attempt(1) : first;
	if ('value' in second) return second.value;
	throw first.failure;
}

/** One answer as the service takes it: under the name that the type of its question asks for. */
function answered(context: RunContext, layout: Layout, { question: name, value, notes }: Answer): Answered {
	const question = questionOf(context, layout, name);
	const note: JsonObject = typeof notes === 'string' && notes !== '' ? { notes } : {};
	if (value === undefined || value === null || value === '') return { question, said: note };
	return { question, said: { [question.valueName]: converted(context, name, question.valueName, value), ...note } };
}

function questionOf(context: RunContext, { questions }: Layout, name: string): Question {
	const found = meant(questions, name);
	const [question] = found;
	if (question && found.length === 1) return question;
	if (question) throw context.refusal(`The form has ${found.length} questions "${name}".`, `Put the section in front: ${found.map(whole).join(', ')}.`);
	throw context.refusal(`The form has no question "${name}".`, questions.length === 0 ? 'PDF forms have none that can be written.' : `There are: ${questions.slice(0, 30).map(({ label }) => label).join(', ')}.`);
}

/** Answers of questions that are set up beforehand (APS Forms v2, toggleVal). */
const toggles = ['Yes', 'No', 'True', 'False', 'Plus', 'Minus', 'Pass', 'Fail', 'NA'];

/** A value as its type wants it; durations are given in hours. */
function converted(context: RunContext, name: string, valueName: string, given: Json): Json {
	if (valueName === 'arrayVal' && isList(given)) return given.map(written);
	const value = written(given).trim();
	const wrong = (what: string): Error => context.refusal(`"${name}" takes ${what}, but the value is "${value}".`, 'Correct the value and run again.');
	if (valueName === 'arrayVal') return value.split(',').map((one) => one.trim()).filter((one) => one !== '');
	if (valueName === 'numberVal' || valueName === 'integerVal' || valueName === 'timespanVal') {
		if (!Number.isFinite(Number(value)) || (valueName === 'integerVal' && !Number.isInteger(Number(value)))) throw wrong(valueName === 'integerVal' ? 'a whole number' : valueName === 'timespanVal' ? 'a number of hours' : 'a number');
		return valueName === 'timespanVal' ? Math.round(Number(value) * hour) : Number(value);
	}
	if (valueName === 'dateVal') {
		if (!/^\d{4}-\d{2}-\d{2}/.test(value)) throw wrong('a day as YYYY-MM-DD');
		return value.slice(0, 10);
	}
	if (valueName === 'toggleVal') {
		const toggle = toggles.find((one) => one.toLowerCase() === value.replace(/\W/g, '').toLowerCase());
		if (toggle === undefined) throw wrong(`one of ${toggles.join(', ')}`);
		return toggle;
	}
	return value;
}

interface Row {
	readonly schema: string;
	readonly columns: readonly JsonObject[];
}

/** Cells of a row of one of the three tables, by the service's names of their columns. */
function cellsOf(row: Readonly<Partial<Record<keyof typeof columns, string | number | null>>>): readonly JsonObject[] {
	return Object.entries(columns).flatMap(([name, valueName]): JsonObject[] => {
		const value = Object.entries(row).find(([key]) => key === name)?.[1];
		if (value === undefined || value === null || value === '') return [];
		return [{ columnName: name, [valueName]: valueName === 'textVal' ? String(value) : Number(value) * (valueName === 'timespanVal' ? hour : 1) }];
	});
}

/** A row of a table that the template defines itself: its columns are known by their ids alone. */
function rowOf(context: RunContext, { tables: all }: Layout, { table: name, cells: given }: TableRow): Row {
	const found = meant(all, name);
	const [table] = found;
	if (!table || found.length > 1) throw context.refusal(`The form has ${table ? `${found.length} tables` : 'no table'} "${name}".`, all.length === 0 ? 'Its template has no tables.' : `There are: ${all.map(whole).join(', ')}.`);
	const cells = typeof given === 'string' ? parseJson(given) : given;
	if (!isObject(cells)) throw context.refusal(`The cells of a row of "${name}" are no object.`, 'Give them by column, e.g. {"Machine": "Crane 5"}.');
	return {
		schema: table.schema,
		columns: Object.entries(cells).flatMap(([key, value]): JsonObject[] => {
			const column = columnOf(context, table, key);
			return value === null || value === '' || value === undefined ? [] : [{ columnId: column.id, [column.valueName]: converted(context, key, column.valueName, value) }];
		}),
	};
}

function columnOf(context: RunContext, table: Table, name: string): Column {
	const column = table.columns.find((one) => [one.id, one.key, one.label].some((known) => plain(known) === plain(name)));
	if (column) return column;
	throw context.refusal(`The table "${table.label}" has no column "${name}".`, `There are: ${table.columns.map(({ label }) => label).join(', ')}.`);
}

/** Rows under ids that follow from what they say, so that the same rows written again are the same rows. */
function identified(context: RunContext, formId: string, rows: readonly Row[]): readonly JsonObject[] {
	const met = new Map<string, number>();
	return rows.map(({ schema, columns: cells }) => {
		const said = JSON.stringify(cells);
		const turn = (met.get(schema + said) ?? 0) + 1;
		met.set(schema + said, turn);
		return { id: context.idFor(formId, schema, said, String(turn)), schema, columns: cells };
	});
}
