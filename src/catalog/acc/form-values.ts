import { isObject, listAt, textAt, type InputOf, type Json, type JsonObject, type RunContext } from '../vocabulary';
import { putValues, type formValues } from './form-calls';

/** Most values, and most rows, in one call. */
const most = 10;
const hour = 3_600_000;

type Values = InputOf<typeof formValues>;
type Answer = NonNullable<Values['values']>[number];

/** The tables a template may have, by our key; each column holds its value under one name (APS Forms v1, PUT values:batch-update). */
const tables = { worklog: 'worklogEntries', materials: 'materialsEntries', equipment: 'equipmentEntries' } as const;
const columns = { trade: 'textVal', item: 'textVal', unit: 'textVal', description: 'textVal', headcount: 'numberVal', quantity: 'numberVal', timespan: 'timespanVal' } as const;

/** Writes answers and table rows into a form, in as few calls as the service takes; the form as it is then, or undefined where there was nothing to write. @throws where a question is none of the form's or an answer does not fit it. */
export async function writeValues(context: RunContext, projectId: string, form: JsonObject, given: Values): Promise<Json | undefined> {
	const formId = textAt(form, 'id') ?? '';
	const answers = (given.values ?? []).map((answer) => answered(context, form, answer));
	const entries = Object.entries(tables).flatMap(([key, table]) => rowsOf(context, formId, table, key === 'worklog' ? given.worklog : key === 'materials' ? given.materials : given.equipment));
	let reply: Json | undefined;
	for (let from = 0; from < Math.max(answers.length, entries.length); from += most) {
		const customValues = answers.slice(from, from + most);
		const tabularValues = entries.slice(from, from + most);
		reply = await context.call(putValues, { projectId, formId, ...(customValues.length > 0 ? { customValues } : {}), ...(tabularValues.length > 0 ? { tabularValues } : {}) });
	}
	return reply;
}

/** One answer as the service takes it: under the name that the type of its question asks for. */
function answered(context: RunContext, form: JsonObject, { question, value, notes }: Answer): JsonObject {
	const field = fieldOf(context, form, question);
	const note: JsonObject = typeof notes === 'string' && notes !== '' ? { notes } : {};
	const valueName = textAt(field, 'valueName') ?? 'textVal';
	if (value === undefined || value === null || value === '') return { fieldId: textAt(field, 'fieldId') ?? '', ...note };
	return { fieldId: textAt(field, 'fieldId') ?? '', [valueName]: converted(context, question, valueName, String(value).trim()), ...note };
}

/** Answers of questions that are set up beforehand (APS Forms v1, toggleVal). */
const toggles = ['Yes', 'No', 'True', 'False', 'Plus', 'Minus', 'Pass', 'Fail', 'NA'];

function converted(context: RunContext, question: string, valueName: string, value: string): Json {
	const wrong = (what: string): Error => context.refusal(`"${question}" takes ${what}, but the value is "${value}".`, 'Correct the value and run again.');
	if (valueName === 'arrayVal') return value.split(',').map((one) => one.trim()).filter((one) => one !== '');
	if (valueName === 'numberVal') {
		if (!Number.isFinite(Number(value))) throw wrong('a number');
		return Number(value);
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

function fieldOf(context: RunContext, form: JsonObject, question: string): JsonObject {
	const wanted = plain(question);
	const fields = (listAt(form, 'customValues') ?? []).filter(isObject);
	const found = fields.filter((field) => [textAt(field, 'fieldId'), textAt(field, 'itemLabel'), whole(field)].some((name) => plain(name ?? '') === wanted));
	const [field] = found;
	if (field && found.length === 1) return field;
	if (field) throw context.refusal(`The form has ${found.length} questions "${question}".`, `Put the section in front: ${found.map(whole).join(', ')}.`);
	throw context.refusal(`The form has no question "${question}".`, fields.length === 0 ? 'PDF forms have none that can be written.' : `There are: ${fields.slice(0, 30).map((one) => textAt(one, 'itemLabel') ?? '').join(', ')}.`);
}

function whole(field: JsonObject): string {
	return `${textAt(field, 'sectionLabel') ?? ''} > ${textAt(field, 'itemLabel') ?? ''}`;
}

function plain(words: string): string {
	return words.replace(/\s+/g, ' ').trim().toLowerCase();
}

type Row = Readonly<Partial<Record<keyof typeof columns, string | number | null>>>;

/** Rows of one table. Their ids follow from what they say, so that the same rows written again are the same rows. */
function rowsOf(context: RunContext, formId: string, table: string, given: readonly Row[] | null | undefined): readonly JsonObject[] {
	const met = new Map<string, number>();
	return (given ?? []).map((row) => {
		const cells = Object.entries(columns).flatMap(([name, valueName]): JsonObject[] => {
			const value = Object.entries(row).find(([key]) => key === name)?.[1];
			if (value === undefined || value === null || value === '') return [];
			return [{ columnName: name, [valueName]: valueName === 'textVal' ? String(value) : Number(value) * (valueName === 'timespanVal' ? hour : 1) }];
		});
		const said = JSON.stringify(cells);
		const turn = (met.get(said) ?? 0) + 1;
		met.set(said, turn);
		return { id: context.idFor(formId, table, said, String(turn)), table, columns: cells };
	});
}
