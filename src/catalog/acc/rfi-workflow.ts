import { at, isList, isObject, labelOf, listAt, textAt, titleCase, type Json, type JsonObject, type RunContext } from '../vocabulary';
import { closing, rfiDetails, rfiStatuses } from './rfi-fields';
import { getRfiProfile, getRfiTypes } from './rfi-setup';

/** One status into which somebody may bring an RFI, with what the service wants for it (line 11970). */
interface Step {
	readonly status: string;
	readonly required: readonly string[];
}

/** Both workflows by the names of the types; `users/me` says EMEA where an RFI says EU (line 11538). */
const workflows: Readonly<Record<string, string>> = { US: 'wfUS', EU: 'wfEU', EMEA: 'wfEU' };

export const creationCalls = [getRfiProfile, getRfiTypes] as const;

/** Refuses what the service would refuse on creation, and says what is possible instead; the id of the type it gets. @throws where the status is not permitted or something required is missing. */
export async function checkCreation(context: RunContext, projectId: string, status: string, body: JsonObject): Promise<string | undefined> {
	const [profile] = await (context.recalled(getRfiProfile, { projectId }) ?? context.read(getRfiProfile, { projectId }));
	const permitted = at(profile, 'permittedActions.createRfi');
	if (permitted === undefined || permitted === null) throw context.refusal('You may not create RFIs in this project.', 'A project administrator gives the role Creator or Manager under RFIs → Settings → Permissions.');
	const typeId = textAt(body, 'rfiTypeId') ?? (textAt(profile, 'defaultRfiType') || undefined);
	const types = await (context.recalled(getRfiTypes, { projectId }) ?? context.read(getRfiTypes, { projectId }));
	const type = types.find((one) => textAt(one, 'id') === typeId);
	checkStep(context, stepsOf(permitted, textAt(type, 'wfType') ?? textAt(profile, 'workflow.type')), status, body, 'A new RFI');
	return typeId;
}

/** The same for a change of the status of one that is there. */
export function checkTransition(context: RunContext, rfi: Json, status: string, body: JsonObject): void {
	if (textAt(rfi, 'status') === status) return;
	const steps = stepsOf(at(rfi, 'permittedActions.updateRfi'), textAt(rfi, 'workflowType'));
	checkStep(context, steps, status, { ...heldBy(rfi), ...body }, `The RFI ${textAt(rfi, 'customIdentifier') ?? ''} (${statusLabel(textAt(rfi, 'status') ?? '?')})`);
}

/** What the RFI has already counts as filled in, but for the assignee, who is named with every step (tutorial "RFI Transitions"). */
function heldBy(rfi: Json): JsonObject {
	const { assignedTo: _, ...rest }: JsonObject = isObject(rfi) ? rfi : {};
	return rest;
}

/** The steps of one workflow; undefined where the service tells of none, so that it decides itself. */
function stepsOf(permitted: Json | undefined, workflow: string | undefined): readonly Step[] | undefined {
	const statuses = listAt(permitted, `permittedStatuses.${workflows[workflow ?? ''] ?? ''}`);
	return statuses?.map((one) => ({ status: textAt(one, 'status') ?? '', required: (listAt(one, 'requiredAttributes') ?? []).flatMap((attribute) => textAt(attribute, 'name') ?? []) }));
}

function checkStep(context: RunContext, steps: readonly Step[] | undefined, status: string, body: JsonObject, what: string): void {
	if (!steps) return;
	const step = steps.find((one) => one.status === status);
	if (!step) throw context.refusal(`${what} cannot be brought into the status ${statusLabel(status)}.`, steps.length === 0 ? 'Your role in the workflow permits no status; a project administrator can change it.' : `Possible for you: ${steps.map((one) => statusLabel(one.status)).join(', ')}.`);
	// The service also names what a person does elsewhere, such as references to documents.
	const missing = step.required.filter((name) => fillable.has(name) && isBlank(body[name]));
	if (missing.length > 0) throw context.refusal(`The status ${statusLabel(status)} needs ${missing.map((name) => fillable.get(name)).join(' and ')}.`, 'Fill it in and run again.');
}

/** What a person can fill in here, by the service's names, with its label. */
const fillable: ReadonlyMap<string, string> = new Map([['title', 'Title'], ['rfiTypeId', 'Type'], ['customIdentifier', 'Number'], ...Object.entries({ ...rfiDetails, ...closing }).map(([name, field]): [string, string] => [name, labelOf(name, field)])]);

function isBlank(value: Json | undefined): boolean {
	return value === undefined || value === null || value === '' || (isList(value) && value.length === 0);
}

function statusLabel(status: string): string {
	return Object.entries(rfiStatuses).find(([name]) => name === status)?.[1] ?? titleCase(status);
}
