import { get, isObject, listAt, numberAt, operation, returns, text, textAt, texts, unpaged, type CallContext, type Json, type JsonObject, type Reference, type Resource } from '../vocabulary';
import { needs } from './families';
import { getFolder, inFolder, read } from './folder-calls';
import { anyProject, bare, listed } from './ids';

const source = 'ACC Files, line 6489';

const getStandard = operation({
	action: 'Get naming standard',
	description: 'Retrieve the rules for file names; their ID stands among the extension data of a folder',
	call: get('/bim360/docs/v1/projects/{projectId}/naming-standards/{id}'),
	needs: needs('namingStandards', 'data:read'),
	input: { projectId: anyProject(bare), namingStandardId: text({ required: true, wire: 'id', label: 'Naming Standard ID' }) },
	returns: returns.record(),
	repeat: 'safe',
	status: 'beta',
	source,
});

/** Calls that looking up the standard of a folder makes. */
export const standardCalls = [getFolder, getStandard] as const;

/** The naming standard that holds in a folder; undefined where there is none. */
export async function standardOf(context: CallContext, projectId: Reference, folderId: Reference): Promise<Json | undefined> {
	const id = listAt(await context.call(getFolder, { projectId, folderId }), 'data.attributes.extension.data.namingStandardIds')?.[0];
	return typeof id === 'string' && id !== '' ? await context.call(getStandard, { projectId, namingStandardId: id }) : undefined;
}

/** What in a file name breaks the standard, in words; empty when nothing does. The extension does not count; optional fields may be left out. */
export function faultsIn(name: string, standard: Json): readonly string[] {
	const fields = (listAt(standard, 'definition.fields') ?? []).filter(isObject);
	const delimiter = textAt(standard, 'definition.delimiter') ?? '-';
	const given = name.replace(/\.[^.]*$/, '').split(delimiter);
	const shape = fields.map((field) => `${nameOf(field)}${field.optional === true ? ' (optional)' : ''}`).join(delimiter);
	const required = fields.filter((field) => field.optional !== true).length;
	if (given.length < required || given.length > fields.length) return [`it has ${given.length} of the fields ${shape}`];
	let faults: readonly string[] | undefined;
	for (const chosen of choicesOf(fields, given.length)) {
		const found = chosen.flatMap((field, index) => faultOf(field, given[index] ?? ''));
		if (found.length === 0) return [];
		if (faults === undefined || found.length < faults.length) faults = found;
	}
	return faults ?? [];
}

/** Every way to leave optional fields out so that so many remain. */
function choicesOf(fields: readonly JsonObject[], count: number): readonly (readonly JsonObject[])[] {
	const [first, ...others] = fields;
	if (first === undefined) return count === 0 ? [[]] : [];
	const taken = count > 0 ? choicesOf(others, count - 1).map((rest) => [first, ...rest]) : [];
	return first.optional === true && fields.length > count ? [...taken, ...choicesOf(others, count)] : taken;
}

function nameOf(field: JsonObject): string {
	return textAt(field, 'name') ?? '?';
}

function faultOf(field: JsonObject, value: string): readonly string[] {
	const options = (listAt(field, 'options') ?? []).flatMap((option) => textAt(option, 'value') ?? []);
	const [least, most] = [numberAt(field, 'minLength'), numberAt(field, 'maxLength')];
	const wrong = (rule: string): readonly string[] => [`${nameOf(field)} is "${value}" but must ${rule}`];
	if (options.length > 0 && !options.includes(value)) return wrong(`be one of ${options.slice(0, 12).join(', ')}${options.length > 12 ? ', …' : ''}`);
	if (field.type === 'NUMERIC' && !/^\d+$/.test(value)) return wrong('be a number');
	if (field.type === 'ALPHANUMERIC' && !/^[\p{L}\p{N}]+$/u.test(value)) return wrong('be letters and digits');
	if (least !== undefined && value.length < least) return wrong(`have at least ${least} characters`);
	if (most !== undefined && value.length > most) return wrong(`have at most ${most} characters`);
	return [];
}

const check = operation({
	action: 'Check file names',
	description: 'Check file names against the naming standard of a folder',
	needs: read,
	input: { ...inFolder, names: texts({ required: true, label: 'File Names' }) },
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	status: 'beta',
	source,
	steps: {
		calls: standardCalls,
		async run(context, { projectId, folderId, names }) {
			const standard = await standardOf(context, projectId, folderId);
			return listed(names).map((name) => {
				const faults = standard === undefined ? [] : faultsIn(name, standard);
				return { json: { name, conforms: faults.length === 0, faults, namingStandard: textAt(standard, 'name') ?? null } };
			});
		},
	},
});

export const namingStandard: Resource = {
	id: 'acc.namingStandard',
	label: 'Naming Standard',
	plural: 'Naming Standards',
	area: 'file',
	operations: { get: getStandard, check },
};
