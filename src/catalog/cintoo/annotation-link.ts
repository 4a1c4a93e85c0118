import { boolean, choice, choices, collected, isObject, listAt, number, operation, post, refs, returns, textAt, type AnyOperation, type Input, type Json, type JsonObject, type RunContext } from '../vocabulary';
import { permitted } from './needs';
import { asUrn, inProject, project } from './references';
import { bareId } from './selection';

const needs = permitted('project:annotations:create-integration-link');
const trackers = { AUTODESK: 'Autodesk', NEWFORMA_KONEKT: 'Newforma Konekt', PROCORE: 'Procore' } as const;
const integrationTypes = choices(trackers, { required: true, label: 'Issue Trackers' });

/** Begins links. `annotations` null stands for all of the project (API 2, line 2505); nothing else does. */
export const startLinks: AnyOperation = operation({
	action: 'Start links of annotations',
	description: 'Start creating the issues of annotations in other products',
	call: post(`${project}/annotations/bulk-create-integration`),
	needs,
	input: { ...inProject, annotations: refs('cintoo.annotation', { required: true, clear: null, ...asUrn('annotation') }), integrationTypes },
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'started' },
	hidden: true,
	status: 'beta',
	source: 'Cintoo API 2, line 2505',
});

/** How annotations are read: one with its links, and all of a project. */
export interface AnnotationReads {
	readonly one: AnyOperation;
	readonly many: AnyOperation;
}

/** Links annotations and looks until each has its address, or the time is up. */
export const linkAnnotations = (reads: AnnotationReads) =>
	operation({
		action: 'Link annotations to issue trackers',
		description: 'Create the issues of annotations in Autodesk, Newforma Konekt or Procore, as the project is set up for it, and wait for their addresses; the output names the annotations without one',
		needs,
		input: {
			...inProject,
			which: choice({ chosen: 'Those Chosen', all: 'All of the Project' }, { default: 'chosen', label: 'Which Annotations' }),
			annotations: refs('cintoo.annotation', { required: true, label: 'Annotations', when: { which: ['chosen'] }, ...asUrn('annotation') }),
			integrationTypes,
			wait: boolean({ default: true, label: 'Wait for Links', description: 'Whether to wait until the links are there; Cintoo makes them some time later' }),
			interval: number({ default: 5, min: 1, max: 300, when: { wait: [true] }, description: 'Seconds between two looks' }),
			timeout: number({ default: 5, min: 1, max: 1440, when: { wait: [true] }, description: 'Minutes after which to go on with the links that are there' }),
		},
		returns: returns.record(),
		repeat: 'never',
		receipt: { done: 'started' },
		status: 'beta',
		source: 'Cintoo API 2, line 2505; OpenAPI 2.0.0, createAnnotationIntegrationLinks',
		steps: {
			calls: [startLinks, reads.one, reads.many],
			async run(context, { which, annotations, integrationTypes: types, wait, interval, timeout, ...place }) {
				const asked = { ...place, annotations: which === 'all' ? null : annotations, integrationTypes: types };
				const { annotations: named, integrationTypes: wanted } = context.bodyOf(startLinks, asked);
				const begun = begunLinks(await context.call(startLinks, asked));
				if (begun.size > 0) context.made('links begun', String(begun.size));
				const deadline = context.now() + (wait === false ? 0 : (timeout ?? 5) * 60_000);
				const chosen = textsOf(named);
				let records = await look(context, reads, place, named === null ? undefined : chosen);
				for (;;) {
					const links = linksOf(records, textsOf(wanted), begun);
					const waiting = links.filter(({ state }) => state === 'waiting');
					if (waiting.length === 0 || context.now() >= deadline) return [{ json: told(context, links) }];
					await context.wait((interval ?? 5) * 1000);
					const fresh = await look(context, reads, place, [...new Set(waiting.map(({ annotationId }) => annotationId))]);
					records = records.map((record) => fresh.find(({ id }) => id === record.id) ?? record);
				}
			},
		},
	});

interface Link {
	readonly annotationId: string;
	/** As people name the annotation: `#5 Duct clashes with beam`. */
	readonly annotation: string;
	readonly type: string;
	readonly url: string | null;
	/** `linked` now, `already` before, `waiting` for its address, or `unlinked`: Cintoo has begun none. */
	readonly state: 'linked' | 'already' | 'waiting' | 'unlinked';
}

/** The trackers of which Cintoo has begun links, by annotation. */
function begunLinks(reply: Json): ReadonlyMap<string, readonly string[]> {
	const created = isObject(reply) && isObject(reply.created) ? reply.created : {};
	return new Map(Object.entries(created).map(([id, types]) => [id, textsOf(types)]));
}

/** Annotations with their links; undefined for all of the project. One is read alone, several cost one call too. */
async function look(context: RunContext, reads: AnnotationReads, place: Input, ids: readonly string[] | undefined): Promise<readonly JsonObject[]> {
	const [first, ...more] = ids ?? [];
	if (first !== undefined && more.length === 0) return [await context.call(reads.one, { ...place, annotationRef: first })].filter(isObject);
	const all = await collected(context.list(reads.many, place));
	const wanted = ids && new Set(ids.map(bareId));
	return wanted === undefined ? all : all.filter((record) => wanted.has(bareId(textAt(record, 'id') ?? '')));
}

function linksOf(records: readonly JsonObject[], types: readonly string[], begun: ReadonlyMap<string, readonly string[]>): readonly Link[] {
	return records.flatMap((record) => {
		const annotationId = textAt(record, 'id') ?? '';
		const annotation = `#${textAt(record, 'number') ?? '?'} ${textAt(record, 'title') ?? ''}`.trim();
		return types.map((type): Link => {
			const link = (listAt(record, 'integrations') ?? []).find((one) => textAt(one, 'type') === type);
			const isNew = begun.get(annotationId)?.includes(type) === true;
			const url = textAt(link, 'url') ?? null;
			const state = url !== null ? (isNew ? 'linked' : 'already') : link !== undefined || isNew ? 'waiting' : 'unlinked';
			return { annotationId, annotation, type, url, state };
		});
	});
}

/** What came of it. That nothing at all could be linked, which the service answers with a success, is a failure. */
function told(context: RunContext, links: readonly Link[]): JsonObject {
	const of = (...states: readonly Link['state'][]): readonly JsonObject[] => links.filter(({ state }) => states.includes(state)).map(({ state: _, ...link }) => link);
	const [made, linked, waiting, unlinked] = [of('linked'), of('linked', 'already'), of('waiting'), of('unlinked')];
	if (linked.length + waiting.length === 0) throw context.refusal(`Cintoo began no link${unlinked.length === 0 ? ': there are no annotations' : ` for ${namesOf(links, 'unlinked')}`}.`, setUp);
	const notes = [waiting.length > 0 ? `Still waiting for an address: ${namesOf(links, 'waiting')}. Cintoo goes on by itself; run it again to see.` : '', unlinked.length > 0 ? `Not linked: ${namesOf(links, 'unlinked')}. ${setUp}` : ''].filter((note) => note !== '');
	return {
		receipt: { done: waiting.length > 0 ? 'started' : made.length > 0 ? 'created' : 'unchanged' },
		complete: notes.length === 0,
		linked,
		waiting,
		unlinked,
		...(notes.length === 0 ? {} : { message: notes.join(' ') }),
	};
}

/** What a link needs (OpenAPI 2.0.0, createAnnotationIntegrationLinks). */
const setUp = 'Link the project to that product first; the subscription must be active and include BCM, and for Autodesk and Procore whoever made the annotation must be connected there.';

/** Names in a sentence are for people: the output holds all of them. */
const mostNames = 10;

function namesOf(links: readonly Link[], state: Link['state']): string {
	const names = [...new Set(links.filter((link) => link.state === state).map(({ annotation }) => annotation))];
	return names.length > mostNames ? `${names.slice(0, mostNames).join(', ')} and ${names.length - mostNames} more` : names.join(', ');
}

function textsOf(value: Json | undefined): readonly string[] {
	return (listAt(value, '') ?? []).map(String);
}
