import { rolePermissions } from '../../contracts/cintoo/vocabulary';
import { png, type Colour } from '../images';
import { cast, companies, people, type Person, type PersonKey } from '../people';
import type { SandboxWorld } from '../service';
import { blobOf } from '../world';
import { sampleIds, type DoneBy } from './sample-ids';
import { addIntegrations, konektTokens } from './sample-integrations';
import { addSurvey } from './sample-survey';
import type { CintooAnnotation, CintooComment, CintooRole, CintooState, CintooTag, Contribution } from './state';

export { sampleIds };

/** Who opened the account and owns its projects, except one. */
const owner = people.nora.cintooId;

const dayMs = 86_400_000;

/** Fills an account as a project team would have left it this morning, and puts its pictures into storage. */
export function sampleState(world: SandboxWorld): CintooState {
	const ago = (days: number, minutes = 0): string => new Date(world.now().getTime() - days * dayMs - minutes * 60_000).toISOString().replace(/\.\d{3}Z$/, 'Z');
	const day = (days: number): string => new Date(world.now().getTime() + days * dayMs).toISOString().slice(0, 10);
	const by: DoneBy = (key, days) => ({ createdAt: ago(days), createdBy: people[key].cintooId, updatedAt: ago(days), updatedBy: people[key].cintooId });
	const state: CintooState = {
		account: { id: sampleIds.account, name: `${companies.harbor.name} (sandbox)`, ownerId: owner, createdAt: ago(700) },
		users: new Map(),
		roles: new Map(),
		subscriptions: new Map(),
		groups: new Map(),
		projects: new Map(),
		workzones: new Map(),
		annotations: new Map(),
		shareLinks: new Map(),
		crops: new Map(),
		measurements: new Map(),
		files: new Map(),
		tagLists: new Map(),
		konektHubs: new Map(),
		konektTokens,
		autodeskConnections: new Map(),
		blobProjects: new Map(),
		uploads: [],
		invitations: [],
		later: [],
		signIn: { codes: new Map(), refreshTokens: new Map(), epoch: 0, refreshes: 0 },
	};

	for (const person of cast) addPerson(state, person);
	state.users.set(sampleIds.invitedUser, {
		id: sampleIds.invitedUser,
		email: 'pavel.dvorak@apexmep.example',
		firstName: 'Pavel',
		lastName: 'Dvorak',
		company: companies.apexmep.name,
		title: 'Pipefitter',
		confirmed: false,
		accountRoles: [],
	});

	state.subscriptions.set(sampleIds.subscription, {
		id: sampleIds.subscription,
		name: 'Harbor 500 scans',
		isActive: true,
		start: ago(700),
		end: ago(-395),
		tagCapacity: 200_000,
		scanCapacity: 500,
		geoImageCapacity: 500,
	});
	for (const role of roles) state.roles.set(role.id, { ...role, createdBy: owner, createdAt: ago(700), updatedAt: ago(700) });
	for (const { id, name, description, people: members } of groups) {
		const userIds = new Set(members.map((member) => (member === 'invited' ? sampleIds.invitedUser : people[member].cintooId)));
		state.groups.set(id, { id, name, description, color: '#0698ec', userIds, createdBy: owner, createdAt: ago(400), updatedAt: ago(90) });
	}

	const project = (id: string, name: string, description: string, root: string, members: readonly (readonly [PersonKey, string])[], days: number): void => {
		state.projects.set(id, {
			id,
			subscriptionId: sampleIds.subscription,
			region: 'default',
			name,
			description,
			ownerId: owner,
			location: { lat: 45.5231, lng: -122.6765 },
			coverBlobName: null,
			spatialReference: null,
			coordinatesTransformation: null,
			rootWorkzoneId: root,
			members: new Map(members.map(([key, roleId]) => [people[key].cintooId, everywhere(roleId)])),
			groups: new Map(),
			modification: by('nora', days),
		});
	};
	const { roleManager, roleTrade, roleViewer } = sampleIds;
	project(sampleIds.harborTower, 'Harbor Tower – Level 2 MEP (sandbox)', 'Weekly scans of the second floor while ducts and pipes go in.', sampleIds.harborTowerRoot, [['samir', roleManager], ['mei', roleTrade], ['luis', roleViewer], ['grace', roleTrade], ['tom', roleTrade]], 120);
	project(sampleIds.quay, 'Old Quay – Facade Survey (sandbox)', 'As-built survey before the facade is taken down.', sampleIds.quayRoot, [['samir', roleManager], ['grace', roleViewer]], 60);
	project(sampleIds.deletedProject, 'Ferry Terminal – Trial Scan (sandbox)', 'A first test with the scanner.', sampleIds.deletedRoot, [['samir', roleManager]], 300);
	const trial = state.projects.get(sampleIds.deletedProject);
	if (trial !== undefined) Object.assign(trial.modification, { deletedAt: ago(200), deletedBy: owner });

	const zone = (id: string, projectId: string, rootWorkzoneId: string, parentId: string | null, name: string): void => {
		state.workzones.set(id, { id, projectId, parentId, rootWorkzoneId, name, description: '', coverUrl: null, modification: by('nora', 110) });
		for (const { workzoneIds } of state.projects.get(projectId)?.members.values() ?? []) workzoneIds.add(id);
	};
	const { harborTower, harborTowerRoot, levelTwo, mechanicalRoom, corridor, roof } = sampleIds;
	zone(harborTowerRoot, harborTower, harborTowerRoot, null, 'Harbor Tower');
	zone(levelTwo, harborTower, harborTowerRoot, harborTowerRoot, 'Level 2');
	zone(mechanicalRoom, harborTower, harborTowerRoot, levelTwo, 'Mechanical Room 2.14');
	zone(corridor, harborTower, harborTowerRoot, levelTwo, 'Corridor East');
	zone(roof, harborTower, harborTowerRoot, harborTowerRoot, 'Roof');
	zone(sampleIds.quayRoot, sampleIds.quay, sampleIds.quayRoot, null, 'Old Quay');
	zone(sampleIds.deletedRoot, sampleIds.deletedProject, sampleIds.deletedRoot, null, 'Ferry Terminal');

	const surveys = (workzoneId: string): Contribution => ({ roleId: sampleIds.roleSurveyor, workzoneIds: new Set([workzoneId]), expiresAt: null });
	state.projects.get(harborTower)?.groups.set(sampleIds.groupSurvey, surveys(roof));
	state.projects.get(sampleIds.quay)?.groups.set(sampleIds.groupSurvey, surveys(sampleIds.quayRoot));

	addPictures(state, world, ago);
	addAnnotations(state, by, day);
	addTags(state, world, by);
	addSurvey(state, world, by);
	addIntegrations(state, by);
	return state;
}

function everywhere(roleId: string): Contribution {
	return { roleId, workzoneIds: new Set(), expiresAt: null };
}

const roles: readonly Pick<CintooRole, 'id' | 'name' | 'description' | 'color' | 'permissions' | 'isBase'>[] = [
	{ id: sampleIds.roleManager, name: 'BIM / VDC Manager', description: 'Everything but creating projects', color: '#0698ec', permissions: rolePermissions, isBase: true },
	{
		id: sampleIds.roleTrade,
		name: 'Trade Contractor',
		description: 'Works with annotations, documents and tags',
		color: '#f2a33a',
		permissions: [
			'workzone:reality-data:read',
			'workzone:annotations:read',
			'workzone:annotations:write',
			'workzone:documents:read',
			'workzone:documents:write',
			'workzone:own-share-links:read',
			'workzone:own-share-links:write',
			'workzone:tags:read',
		],
		isBase: false,
	},
	{ id: sampleIds.roleViewer, name: 'Viewer', description: 'Looks, and changes nothing', color: '#8a8f98', permissions: ['workzone:reality-data:read', 'workzone:annotations:read'], isBase: true },
	{
		id: sampleIds.roleSurveyor,
		name: 'Surveyor',
		description: 'Brings scans, measures and tags',
		color: '#3fa66b',
		permissions: [
			'workzone:reality-data:read',
			'workzone:reality-data:write',
			'workzone:import-jobs-reality-data:write',
			'workzone:reality-data:transform',
			'workzone:export-jobs-reality-data:write',
			'workzone:annotations:read',
			'workzone:measurements:read',
			'workzone:measurements:write',
			'workzone:tags:read',
			'workzone:tags:write',
		],
		isBase: false,
	},
	{ id: sampleIds.roleGuest, name: 'Guest', description: 'For visitors of the site office', color: '#b8bcc2', permissions: ['workzone:reality-data:read'], isBase: false },
];

const groups: readonly { readonly id: string; readonly name: string; readonly description: string; readonly people: readonly (PersonKey | 'invited')[] }[] = [
	{ id: sampleIds.groupSurvey, name: 'Survey crew', description: 'Laser scanning', people: ['tom'] },
	{ id: sampleIds.groupApex, name: 'Apex MEP', description: 'Ducts, pipes and pumps', people: ['mei', 'invited'] },
];

function addPerson(state: CintooState, person: Person): void {
	if (!person.knownTo.includes('cintoo')) return;
	state.users.set(person.cintooId, {
		id: person.cintooId,
		email: person.email,
		firstName: person.firstName,
		lastName: person.lastName,
		company: person.company === undefined ? '' : companies[person.company].name,
		title: person.jobTitle,
		confirmed: true,
		accountRoles: person.key === 'nora' ? ['projectManager'] : person.key === 'grace' ? ['administrator'] : [],
	});
}

const pictures: readonly { readonly blob: string; readonly name: string; readonly colour: Colour; readonly project: keyof typeof sampleIds; readonly zone: keyof typeof sampleIds }[] = [
	{ blob: '1f74af182236bd4e5df2c3f18f3d94fe.png', name: 'Duct clash at beam C4.png', colour: [196, 92, 60], project: 'harborTower', zone: 'mechanicalRoom' },
	{ blob: '5b0d8f6e4c1a47a39e72d4c8b6f01357.png', name: 'Sleeve missing in shear wall.png', colour: [70, 130, 180], project: 'harborTower', zone: 'corridor' },
	{ blob: '9c3e17d5a8b24f60b1c94e7a2d586f03.png', name: 'Guardrail at roof opening.png', colour: [210, 170, 50], project: 'harborTower', zone: 'roof' },
];

function addPictures(state: CintooState, world: SandboxWorld, ago: (days: number) => string): void {
	for (const { blob, name, colour, project, zone } of pictures) {
		const bytes = png(96, 64, colour);
		world.blobs.set(blob, blobOf(bytes, 'image/png', name));
		state.blobProjects.set(blob, sampleIds[project]);
		const id = world.uuid();
		state.files.set(id, {
			id,
			projectId: sampleIds[project],
			workzoneId: sampleIds[zone],
			category: 'media',
			name,
			formatId: 8,
			size: bytes.length,
			blobName: blob,
			createdAt: ago(9),
			createdBy: people.mei.cintooId,
		});
	}
}

type SampleAnnotation = Pick<CintooAnnotation, 'annotationType' | 'title' | 'description'> &
	Partial<Pick<CintooAnnotation, 'dueDate' | 'priority' | 'imgBlobName' | 'integrations'>> & {
		readonly id: keyof typeof sampleIds;
		readonly project?: keyof typeof sampleIds;
		readonly zone: keyof typeof sampleIds;
		readonly author: PersonKey;
		readonly daysAgo: number;
		readonly assigned: readonly PersonKey[];
		readonly labels: readonly string[];
		readonly attached?: readonly string[];
		readonly comments?: readonly (readonly [PersonKey, string])[];
	};

function addAnnotations(state: CintooState, by: DoneBy, day: (days: number) => string): void {
	const [clash, sleeve, guardrail] = pictures.map((picture) => picture.blob);
	const samples: readonly SampleAnnotation[] = [
		{
			id: 'resolvedIssue', zone: 'corridor', author: 'samir', daysAgo: 40, annotationType: 'Resolved', title: 'Hanger spacing on sprinkler main',
			description: '<p>Hangers were 4.6 m apart, now every 3.0 m.</p>', assigned: ['mei'], dueDate: day(-25), priority: 5, labels: ['sprinkler'],
			comments: [['mei', '<p>Two hangers added between grid C and D.</p>'], ['samir', '<p>Checked on site, fine.</p>']],
		},
		{
			id: 'linkedIssue', zone: 'levelTwo', author: 'nora', daysAgo: 21, annotationType: 'Issue', title: 'Cable tray blocks access panel',
			description: '<p>The access panel of VAV 2-07 cannot be opened.</p>', assigned: ['mei'], dueDate: day(5), priority: 8, labels: ['electrical'],
			integrations: [{ type: 'AUTODESK', url: 'https://acc.autodesk.example/issues/linked-by-cintoo' }],
		},
		{
			id: 'privateNote', zone: 'mechanicalRoom', author: 'nora', daysAgo: 14, annotationType: 'Private note', title: 'Ask Mei about the pump base',
			description: '<p>Not for the meeting.</p>', assigned: [], labels: [],
		},
		{
			id: 'note', zone: 'roof', author: 'tom', daysAgo: 12, annotationType: 'Note', title: 'Scan position moved',
			description: '<p>Position 14 was shifted 2 m to the north because of the crane.</p>', assigned: [], labels: ['survey'],
		},
		{
			id: 'ductClash', zone: 'mechanicalRoom', author: 'samir', daysAgo: 8, annotationType: 'Issue', title: 'Duct clashes with beam at C4',
			description: '<p>Supply duct <b>SD-21</b> runs 60&nbsp;mm into beam C4.</p><p>Please propose a new route.</p>', assigned: ['mei'], dueDate: day(10), priority: 8,
			labels: ['duct', 'clash'], imgBlobName: clash ?? '', attached: [clash ?? ''], comments: [['mei', '<p>We look at it on Thursday.</p>']],
		},
		{
			id: 'sharedIssue', zone: 'corridor', author: 'nora', daysAgo: 6, annotationType: 'Issue', title: 'Sleeve missing in shear wall',
			description: '<p>No sleeve for the chilled water line at grid D.</p>', assigned: ['luis', 'mei', 'samir'], dueDate: day(3), priority: 10, labels: ['structure', 'piping'], imgBlobName: sleeve ?? '',
		},
		{
			id: 'surveyorIssue', zone: 'roof', author: 'grace', daysAgo: 4, annotationType: 'Issue', title: 'Rescan the roof opening',
			description: '<p>The guardrail hides the edge of the slab.</p>', assigned: ['tom'], dueDate: day(7), priority: 5, labels: ['survey', 'safety'], imgBlobName: guardrail ?? '',
		},
		{ id: 'bareIssue', zone: 'harborTowerRoot', author: 'grace', daysAgo: 2, annotationType: 'Issue', title: 'Emergency exit sign not visible', description: 'Sign at stair 2 is hidden by the duct.', assigned: [], labels: ['safety'] },
		{
			id: 'quayIssue', project: 'quay', zone: 'quayRoot', author: 'samir', daysAgo: 5, annotationType: 'Issue', title: 'Crack in lintel, third window',
			description: '<p>About 3 mm wide.</p>', assigned: ['grace'], dueDate: day(14), priority: 1, labels: ['facade'],
		},
	];
	const numbers = new Map<string, number>();
	for (const [index, sample] of samples.entries()) {
		const projectId = sampleIds[sample.project ?? 'harborTower'];
		const number = (numbers.get(projectId) ?? 0) + 1;
		numbers.set(projectId, number);
		const id = sampleIds[sample.id];
		const { dueDate, priority, imgBlobName } = sample;
		state.annotations.set(id, {
			id,
			projectId,
			workzoneId: sampleIds[sample.zone],
			number,
			annotationType: sample.annotationType,
			title: sample.title,
			description: sample.description,
			assignedTo: sample.assigned.map((key) => people[key].cintooId),
			...(dueDate === undefined ? {} : { dueDate }),
			...(priority === undefined ? {} : { priority }),
			position: { x: 12.4 + index, y: 8.15 - index / 2, z: 4.6 },
			normal: { x: 0, y: 0, z: 1 },
			...(imgBlobName === undefined ? {} : { imgBlobName }),
			savedView: { type: 'legacy' },
			labels: sample.labels,
			attachments: (sample.attached ?? []).map((blobName) => ({ id: offset(id, 1), blobName })),
			comments: (sample.comments ?? []).map(([key, description], at): CintooComment => ({ id: offset(id, 2 + at), description, attachments: [], modification: by(key, sample.daysAgo - 1) })),
			integrations: sample.integrations ?? [],
			modification: by(sample.author, sample.daysAgo),
		});
	}
}

/** An id next to another, so that sample records keep theirs when new ones come in between. */
function offset(id: string, by: number): string {
	return `${by}${id.slice(1)}`;
}

function addTags(state: CintooState, world: SandboxWorld, by: DoneBy): void {
	const tags = new Map<string, CintooTag>();
	for (const [index, [name, kind]] of [['P-101', 'pump'], ['P-102', 'pump'], ['V-201', 'valve'], ['V-202', 'valve']].entries()) {
		const id = world.uuid();
		const modification = by('nora', 30 - index);
		// The last one is gone: an incremental read must tell of it.
		if (index === 3) Object.assign(modification, { deletedAt: modification.updatedAt, deletedBy: owner });
		tags.set(id, {
			id,
			data: { id: name, class: kind, boundingBox: [index, 0, 0, index + 1, 1, 1], metadata: [{ id: 'maker', value: 'Northflow' }] },
			tagsVersion: index < 2 ? 1 : index,
			modification,
		});
	}
	state.tagLists.set(sampleIds.tagList, {
		id: sampleIds.tagList,
		projectId: sampleIds.harborTower,
		workzoneId: sampleIds.mechanicalRoom,
		tagListType: '3d',
		name: 'Pumps and valves',
		description: 'Equipment of the chilled water plant',
		color: '#2e8b57',
		metadataDefinition: [{ id: 'maker', name: 'Manufacturer' }],
		attachments: [],
		tagsVersion: 3,
		pending: false,
		tags,
		modification: by('nora', 30),
	});
}
