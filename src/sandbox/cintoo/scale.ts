import { people } from '../people';
import { blobOf } from '../world';
import { created, stamp, type CintooContext } from './access';
import { newProject, rootOf } from './projects';
import { sampleIds } from './sample-ids';
import type { CintooAnnotation, CintooFile, CintooTagList, CintooUser } from './state';
import { addTag } from './tags';

/** How much a project is to hold; nothing of what is left out. */
export interface Scale {
	readonly annotations?: number;
	readonly tags?: number;
	/** Text documents of `fileBytes` each, 1 KiB when left out. */
	readonly files?: number;
	readonly fileBytes?: number;
}

/** Ids without the URN around them. */
export interface FilledProject {
	readonly projectId: string;
	readonly workzoneId: string;
	readonly tagListId: string;
}

/**
 * Makes a project with many records in one work zone, as a benchmark reads them; Nora owns it.
 *
 * It asks nobody: more can be put in than the service would take.
 */
export function fillProject(context: CintooContext, { annotations = 0, tags = 0, files = 0, fileBytes = 1024 }: Scale): FilledProject {
	const { state } = context;
	const nora = state.users.get(people.nora.cintooId);
	const subscription = state.subscriptions.get(sampleIds.subscription);
	if (nora === undefined || subscription === undefined) throw new Error('The sample is not there any more.');
	const project = newProject(context, nora, subscription, 'default', 'Great Hall – Everything (sandbox)');
	state.projects.set(project.id, project);
	const { id: projectId, rootWorkzoneId: workzoneId } = project;
	state.workzones.set(workzoneId, rootOf(context, nora, project));
	for (let number = 1; number <= annotations; number += 1) addAnnotation(context, nora, projectId, workzoneId, number);
	const list = addList(context, nora, projectId, workzoneId);
	for (let number = 1; number <= tags; number += 1) addTag(context, nora, list, tagData(number));
	for (let number = 1; number <= files; number += 1) addDocument(context, nora, projectId, workzoneId, number, fileBytes);
	return { projectId, workzoneId, tagListId: list.id };
}

function addAnnotation(context: CintooContext, user: CintooUser, projectId: string, workzoneId: string, number: number): void {
	const id = context.world.uuid();
	const annotation: CintooAnnotation = {
		id,
		projectId,
		workzoneId,
		number,
		annotationType: number % 3 === 0 ? 'Resolved' : 'Issue',
		title: `Anchor ${number} is loose`,
		description: `<p>Anchor <b>${number}</b> of row ${Math.ceil(number / 40)} turns by hand. Tighten it to 60 Nm, mark it and add a picture.</p>`,
		assignedTo: [people.mei.cintooId],
		dueDate: '2026-12-01',
		priority: 5,
		position: { x: number % 40, y: Math.floor(number / 40), z: 4.6 },
		normal: { x: 0, y: 0, z: 1 },
		savedView: { type: 'legacy' },
		labels: ['anchor', `row ${Math.ceil(number / 40)}`],
		attachments: [],
		comments: number % 5 === 0 ? [{ id: context.world.uuid(), description: '<p>Seen on site.</p>', attachments: [], modification: created(context, user) }] : [],
		integrations: [],
		modification: created(context, user),
	};
	context.state.annotations.set(id, annotation);
}

function addList(context: CintooContext, user: CintooUser, projectId: string, workzoneId: string): CintooTagList {
	const list: CintooTagList = {
		id: context.world.uuid(),
		projectId,
		workzoneId,
		tagListType: '3d',
		name: 'Anchors',
		description: 'Every anchor of the hall',
		color: '#2e8b57',
		metadataDefinition: [{ id: 'maker', name: 'Manufacturer' }, { id: 'torque', name: 'Torque' }],
		attachments: [],
		tagsVersion: 1,
		pending: false,
		tags: new Map(),
		modification: created(context, user),
	};
	context.state.tagLists.set(list.id, list);
	return list;
}

function tagData(number: number): Readonly<Record<string, unknown>> {
	const x = number % 250;
	const y = Math.floor(number / 250);
	return {
		id: `A-${number}`,
		class: 'anchor',
		boundingBox: [x, y, 0, x + 0.2, y + 0.2, 0.3],
		description: `Row ${y + 1}, place ${x + 1}`,
		metadata: [{ id: 'maker', value: 'Northflow' }, { id: 'torque', value: '60 Nm' }],
	};
}

function addDocument({ state, world }: CintooContext, user: CintooUser, projectId: string, workzoneId: string, number: number, bytes: number): void {
	const id = world.uuid();
	const blobName = `${id.replaceAll('-', '')}.txt`;
	const name = `Anchor ${number}.txt`;
	world.blobs.set(blobName, blobOf(Buffer.alloc(bytes, `Anchor ${number}\n`), 'text/plain', name));
	state.blobProjects.set(blobName, projectId);
	const file: CintooFile = { id, projectId, workzoneId, category: 'document', name, formatId: 11, size: bytes, blobName, createdAt: stamp(world.now()), createdBy: user.id };
	state.files.set(id, file);
}
