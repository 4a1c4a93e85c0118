import { objectOf, textOf, type Json } from '../reading';
import type { Handler } from '../service';
import { accessTo, accountPermissions, created, deletedProject, inProject, onWorkzone, permissionsOf, type CintooContext } from './access';
import { notActive } from './capacity';
import { takeOn } from './later';
import { forbidden, invalidInput } from './problem';
import { newProject, rootOf } from './projects';
import { resolve } from './reference';
import type { CintooProject, CintooUser, CintooWorkzone } from './state';
import { addWorkzone, withBelow, workzoneIn } from './workzone-tree';

const toWrite = ['workzone:workzones:write', 'workzone:reality-data:write', 'workzone:cad-model:write'];

/** Copying work zones with what is below them and their files, but nothing that people drew into them (Cintoo OpenAPI 2.0.0, copyWorkzone). */
export function workzoneCopyHandlers(context: CintooContext): Readonly<Record<string, Handler>> {
	const { state, world } = context;
	return {
		/** Answers at once and copies later. That a copy is under way already is told with a code that no document names. */
		'cintoo.workzone.copy': (request) => {
			const access = inProject(context, request, 'copy-workzone');
			const { user, project } = access;
			const source = workzoneIn(context, project, request.path['workzoneRef'] ?? '');
			for (const permission of permissionsOf(request)) onWorkzone(access, 'copy-workzone', [permission], source.id);
			const body = objectOf(request.json);
			const ref = textOf(body['destinationProject']);
			const destination = ref === undefined ? undefined : resolve('project', ref, state.projects);
			if (destination?.modification.deletedAt !== undefined) throw deletedProject(destination);
			const projectIds = [project.id, ...(destination === undefined ? [] : [destination.id])];
			if (state.later.some((work) => work.kind === 'copy' && work.projectIds.some((id) => projectIds.includes(id)))) throw invalidInput('A copy is in progress on one of the projects.');
			const finish = destination === undefined ? intoNew(user, project, source, body) : into(destination, user, source, body);
			takeOn(context, { kind: 'copy', projectIds, finish });
			return { status: 202 };
		},
	};

	function intoNew(user: CintooUser, project: CintooProject, source: CintooWorkzone, body: Json): () => void {
		if (textOf(body['destinationWorkzone']) !== undefined) throw invalidInput('destinationWorkzone needs a destinationProject.');
		if (!accountPermissions(context, user).has('account:projects:create')) throw forbidden('create-project', ['account:projects:create']);
		const subscription = resolve('subscription', textOf(body['destinationSubscription']) ?? project.subscriptionId, state.subscriptions);
		if (!subscription.isActive) throw notActive(subscription.id);
		const made = newProject(context, user, subscription, project.region, textOf(body['destinationName']) ?? '');
		return () => {
			state.projects.set(made.id, made);
			copyTree(user, source, made, rootOf(context, user, made));
		};
	}

	function into(destination: CintooProject, user: CintooUser, source: CintooWorkzone, body: Json): () => void {
		if (textOf(body['destinationSubscription']) !== undefined) throw invalidInput('destinationSubscription goes with a new project only.');
		const place = workzoneIn(context, destination, textOf(body['destinationWorkzone']) ?? destination.rootWorkzoneId);
		const there = accessTo(context, user, destination);
		for (const permission of toWrite) onWorkzone(there, 'copy-workzone', [permission], place.id);
		return () => copyTree(user, source, destination, copyOf(user, source, destination, place.id, textOf(body['destinationName']) ?? ''));
	}

	function copyOf(user: CintooUser, source: CintooWorkzone, project: CintooProject, parentId: string, name: string): CintooWorkzone {
		const { description, coverUrl } = source;
		return { id: world.uuid(), projectId: project.id, parentId, rootWorkzoneId: project.rootWorkzoneId, name, description, coverUrl, modification: created(context, user) };
	}

	function copyTree(user: CintooUser, source: CintooWorkzone, project: CintooProject, root: CintooWorkzone): void {
		const made = new Map([[source.id, root]]);
		for (const workzone of withBelow(state, source)) {
			const parentId = made.get(workzone.parentId ?? '')?.id ?? '';
			const copy = made.get(workzone.id) ?? copyOf(user, workzone, project, parentId, workzone.name);
			made.set(workzone.id, copy);
			addWorkzone(state, project, copy);
			for (const file of [...state.files.values()].filter((one) => one.workzoneId === workzone.id)) copyFile(file.id, copy);
		}
	}

	/** The bytes are copied too: a blob belongs to one project. */
	function copyFile(fileId: string, to: CintooWorkzone): void {
		const file = state.files.get(fileId);
		if (file === undefined) return;
		const id = world.uuid();
		const blobName = `${id.replaceAll('-', '')}${/\.\w+$/.exec(file.blobName)?.[0] ?? ''}`;
		const blob = world.blobs.get(file.blobName);
		if (blob !== undefined) world.blobs.set(blobName, blob);
		state.blobProjects.set(blobName, to.projectId);
		state.files.set(id, { ...file, id, projectId: to.projectId, workzoneId: to.id, blobName });
	}
}
