import { pdf, png } from '../images';
import { cast, companies, people, type CompanyKey, type Person, type PersonKey } from '../people';
import type { SandboxWorld } from '../service';
import { addAdministration } from './sample-admin';
import { addPackages, addReviews, addSpecifications } from './sample-documents';
import { addDocumentSetup } from './sample-folders';
import { day, folderId, moment, stableId, turn, urnTail, type Turns } from './sample-values';
import type { AccState, FormField, FormTableLayout, Issue, Item, Version } from './state';
import { blobOf } from '../world';

export { folderId, stableId, urnTail } from './sample-values';

/** The bucket of the storage behind data management. */
export const BUCKET = 'wip.dm.prod';

export const ACCOUNT_ID = stableId('account');
export const TOWER_ID = stableId('project harbor tower');
export const QUAY_ID = stableId('project old quay');
export const BIM360_ID = stableId('project ferry terminal');

/** The account's member directory, without those whom ACC does not know. */
const known: readonly Person[] = cast.filter((person) => person.knownTo.includes('acc'));

/** UUID of a person in the account administration. */
export function accountUserId(key: PersonKey): string {
	return stableId(`user ${key}`);
}

/** Fills an account with a hub, two ACC projects and one of BIM 360, and puts their files into storage. */
export function sampleState(world: SandboxWorld): AccState {
	const state: AccState = {
		accountId: ACCOUNT_ID,
		accountName: 'Harbor Construction (sandbox)',
		region: 'US',
		projects: [],
		templates: [],
		settingUp: new Map(),
		images: new Map(),
		businessUnits: [],
		dataRequests: [],
		dataJobs: [],
		plannedOutcomes: [],
		companies: [],
		users: [],
		roles: [],
		members: [],
		issueTypes: [],
		attributes: [],
		mappings: [],
		rootCauses: [],
		issues: [],
		comments: [],
		attachments: [],
		locations: [],
		photos: [],
		assetCategories: [],
		assetStatusSets: [],
		assetStatuses: [],
		assetAttributes: [],
		assets: [],
		rfis: [],
		rfiTypes: [],
		rfiAttributes: [],
		rfiComments: [],
		rfiResponses: [],
		rfiAttachments: [],
		formTemplates: [],
		forms: [],
		folders: [],
		items: [],
		versions: [],
		objects: new Map(),
		uploads: new Map(),
		exports: [],
		documentAttributes: [],
		documentValues: new Map(),
		namingStandards: [],
		folderPermissions: [],
		linkedModels: new Map(),
		workflows: [],
		reviews: [],
		packages: [],
		specVersions: [],
		submittals: [],
	};
	addDirectory(state);
	addProjects(state);
	addAdministration(state);
	for (const project of state.projects) {
		addFolders(state, world, project.id);
		addDocumentSetup(state, project.id);
		if (project.platform === 'acc') addIssueSetup(state, project.id);
		addLocations(state, project.id);
	}
	addIssues(state, TOWER_ID, 130);
	addIssues(state, QUAY_ID, 4);
	addPhotos(state, world, TOWER_ID, 56);
	addPhotos(state, world, QUAY_ID, 3);
	addAssets(state, TOWER_ID, 60);
	addRfiSetup(state, TOWER_ID);
	addRfis(state, TOWER_ID, 25);
	addRfiFile(state, world, TOWER_ID);
	addForms(state, TOWER_ID, 12);
	addReviews(state, TOWER_ID, 58);
	addPackages(state, TOWER_ID, 12);
	addSpecifications(state, TOWER_ID);
	return state;
}

// Account ----------------------------------------------------------------------------------------------------

function addDirectory(state: AccState): void {
	for (const [index, company] of Object.values(companies).entries()) {
		state.companies.push({
			id: company.accId,
			name: company.name,
			trade: company.trade,
			memberGroupId: String(120_450 + index),
			createdAt: moment(-240, index),
			updatedAt: moment(-30, index),
		});
	}
	for (const [index, person] of known.entries()) {
		state.users.push({
			id: accountUserId(person.key),
			autodeskId: person.autodeskId,
			email: person.email,
			firstName: person.firstName,
			lastName: person.lastName,
			jobTitle: person.jobTitle,
			companyId: companyId(person.company),
			accountRole: person.key === 'nora' ? 'account_admin' : 'account_user',
			status: 'active',
			createdAt: moment(-200, index),
			updatedAt: moment(-20, index),
		});
	}
	// Enough former and future colleagues for the directory to need more than one page.
	const others = [
		['Ines', 'Carvalho'], ['Piotr', 'Zielinski'], ['Amara', 'Diallo'], ['Jonas', 'Weber'], ['Sofia', 'Rossi'], ['Kenji', 'Mori'],
		['Lena', 'Novak'], ['Omar', 'Farouk'], ['Priya', 'Nair'], ['Erik', 'Dahl'], ['Chloe', 'Martin'], ['Diego', 'Salas'],
	] as const;
	for (const [index, [firstName, lastName]] of others.entries()) {
		state.users.push({
			id: stableId(`user extra ${index}`),
			autodeskId: urnTail(`user extra ${index}`).toUpperCase().replace(/[^A-Z0-9]/g, 'X').slice(0, 12),
			email: `${firstName}.${lastName}@harbor.example`.toLowerCase(),
			firstName,
			lastName,
			jobTitle: turn(['Site Engineer', 'Surveyor', 'Document Controller'], index),
			companyId: companies.harbor.accId,
			accountRole: 'account_user',
			status: turn(['active', 'active', 'inactive', 'pending'], index),
			createdAt: moment(-180, index),
			updatedAt: moment(-10, index),
		});
	}
	state.roles.push(
		{ id: stableId('role superintendent'), name: 'Superintendent', memberGroupId: '120501' },
		{ id: stableId('role bim manager'), name: 'BIM Manager', memberGroupId: '120502' },
		{ id: stableId('role subcontractor'), name: 'Subcontractor', memberGroupId: '120503' },
	);
}

function companyId(key: CompanyKey | undefined): string {
	return key === undefined ? '' : companies[key].accId;
}

function addProjects(state: AccState): void {
	const shared = { type: 'Office', timezone: 'Europe/Oslo', country: 'Norway', city: 'Oslo' } as const;
	state.projects.push(
		{
			...shared,
			id: TOWER_ID,
			name: 'Harbor Tower (sandbox)',
			platform: 'acc',
			status: 'active',
			jobNumber: 'HC-2026-014',
			products: ['build', 'docs', 'modelCoordination', 'insight'],
			createdAt: moment(-210, 3),
			updatedAt: moment(40, 12),
		},
		{
			...shared,
			id: QUAY_ID,
			name: 'Old Quay Refurbishment (sandbox)',
			platform: 'acc',
			status: 'active',
			jobNumber: 'HC-2025-007',
			products: ['build', 'docs'],
			createdAt: moment(-400, 3),
			updatedAt: moment(12, 30),
		},
		{
			...shared,
			id: BIM360_ID,
			name: 'Ferry Terminal (sandbox, BIM 360)',
			platform: 'bim360',
			status: 'active',
			type: 'Seaport',
			jobNumber: 'HC-2021-002',
			products: ['documentManagement', 'field', 'projectAdministration'],
			createdAt: moment(-900, 3),
			updatedAt: moment(-60, 30),
		},
	);
	const levels: Readonly<Record<PersonKey, 'manage' | 'full' | 'create'>> = { nora: 'manage', samir: 'manage', grace: 'full', mei: 'create', luis: 'create', tom: 'create' };
	for (const project of state.projects) {
		for (const [index, person] of known.entries()) {
			state.members.push({
				projectId: project.id,
				userId: person.autodeskId,
				roleIds: [stableId(`role ${person.key === 'nora' ? 'bim manager' : person.key === 'samir' ? 'superintendent' : 'subcontractor'}`)],
				isAdmin: person.key === 'nora',
				level: levels[person.key],
				status: 'active',
				addedOn: moment(-120, index),
			});
		}
	}
	for (const [index, user] of state.users.slice(known.length).entries()) {
		state.members.push({
			projectId: TOWER_ID,
			userId: user.autodeskId,
			roleIds: [],
			isAdmin: false,
			level: 'create',
			status: turn(['active', 'active', 'deleted', 'pending'], index),
			addedOn: moment(-90, index),
		});
	}
}

// Issues -----------------------------------------------------------------------------------------------------

const types: Turns<{ readonly title: string; readonly subtypes: Turns<readonly [title: string, code: string]> }> = [
	{ title: 'Quality', subtypes: [['Defect', 'DEF'], ['Observation', 'OBS']] },
	{ title: 'Coordination', subtypes: [['Clash', 'CLA']] },
	{ title: 'Safety', subtypes: [['Near miss', 'NMI']] },
];

export function typeId(projectId: string, title: string): string {
	return stableId(`type ${projectId} ${title}`);
}

export function subtypeId(projectId: string, title: string): string {
	return stableId(`subtype ${projectId} ${title}`);
}

export function attributeId(projectId: string, title: string): string {
	return stableId(`attribute ${projectId} ${title}`);
}

export function optionId(projectId: string, value: string): string {
	return stableId(`option ${projectId} ${value}`);
}

function addIssueSetup(state: AccState, projectId: string): void {
	for (const [index, type] of types.entries()) {
		state.issueTypes.push({
			id: typeId(projectId, type.title),
			projectId,
			title: type.title,
			isActive: true,
			updatedAt: moment(-100, index),
			subtypes: type.subtypes.map(([title, code]) => ({ id: subtypeId(projectId, title), title, code, isActive: true })),
		});
	}
	state.issueTypes.push({
		id: typeId(projectId, 'Commissioning'),
		projectId,
		title: 'Commissioning',
		isActive: false,
		updatedAt: moment(-95, 0),
		subtypes: [{ id: subtypeId(projectId, 'Commissioning'), title: 'Commissioning', code: 'COM', isActive: false }],
	});
	const attributes = [
		{ title: 'Cintoo annotation', dataType: 'text', description: 'The annotation in the scan this issue came from', options: [] },
		{ title: 'Trade', dataType: 'list', description: 'Who has to act', options: ['Mechanical', 'Electrical', 'Structural'] },
		{ title: 'Deviation (mm)', dataType: 'numeric', description: 'Distance between scan and model', options: [] },
		{ title: 'Inspection notes', dataType: 'paragraph', description: 'What the inspector wrote', options: [] },
		{ title: 'BIM 360 Field issue', dataType: 'text', description: 'The issue in BIM 360 Field this one was made from', options: [] },
	] as const;
	for (const [index, attribute] of attributes.entries()) {
		state.attributes.push({
			id: attributeId(projectId, attribute.title),
			projectId,
			title: attribute.title,
			description: attribute.description,
			dataType: attribute.dataType,
			options: attribute.options.map((value) => ({ id: optionId(projectId, value), value })),
			createdAt: moment(-110, index),
			updatedAt: moment(-105, index),
		});
	}
	const mappings = [
		['Cintoo annotation', 'project', projectId],
		['Trade', 'issueType', typeId(projectId, 'Quality')],
		['Trade', 'issueType', typeId(projectId, 'Coordination')],
		['Deviation (mm)', 'issueSubtype', subtypeId(projectId, 'Defect')],
		['Inspection notes', 'issueType', typeId(projectId, 'Quality')],
		['BIM 360 Field issue', 'project', projectId],
	] as const;
	for (const [index, [title, mappedItemType, mappedItemId]] of mappings.entries()) {
		state.mappings.push({
			id: stableId(`mapping ${projectId} ${index}`),
			projectId,
			attributeDefinitionId: attributeId(projectId, title),
			mappedItemType,
			mappedItemId,
			order: index,
			createdAt: moment(-109, index),
			updatedAt: moment(-104, index),
		});
	}
	const causes = [['Workmanship', ['Wrong position', 'Damage']], ['Coordination', ['Constructability', 'Missing information']]] as const;
	for (const [index, [title, names]] of causes.entries()) {
		state.rootCauses.push({
			id: stableId(`cause category ${projectId} ${title}`),
			projectId,
			title,
			updatedAt: moment(-100, index),
			rootCauses: names.map((name) => ({ id: stableId(`cause ${projectId} ${name}`), title: name })),
		});
	}
}

const findings: Turns<string> = [
	'Duct insulation missing at riser',
	'Cable tray clashes with sprinkler main',
	'Anchor bolts off grid',
	'Fire stop not closed around pipe sleeve',
	'Concrete spalling at column base',
	'Handrail bracket loose',
	'Door frame out of plumb',
	'Pipe hanger spacing exceeds drawing',
	'Steel beam camber above tolerance',
	'Water stain below roof drain',
	'Access panel blocked by conduit',
	'Edge protection removed at opening',
];

function addIssues(state: AccState, projectId: string, count: number): void {
	const authors: Turns<Person> = [people.nora, people.samir, people.grace];
	const assignees: Turns<Person> = [people.mei, people.luis, people.samir];
	for (let number = 1; number <= count; number += 1) {
		const type = turn(types, number);
		const [subtype] = turn(type.subtypes, number);
		const status = turn(['open', 'open', 'in_progress', 'pending', 'completed', 'in_review', 'closed'], number);
		const author = turn(authors, number).autodeskId;
		const closed = status === 'closed' || status === 'completed';
		const created = moment(Math.floor(number / 3), number);
		const updated = moment(Math.floor(number / 3) + (number % 9), number + 5);
		const issue: Issue = {
			id: stableId(`issue ${projectId} ${number}`),
			projectId,
			displayId: number,
			title: `${turn(findings, number)}, level ${(number % 24) + 1}`,
			description: `Seen on the site walk of ${day(Math.floor(number / 3))}. Compare with the drawing before work goes on.`,
			issueTypeId: typeId(projectId, type.title),
			issueSubtypeId: subtypeId(projectId, subtype),
			status,
			assignedTo: number % 8 === 0 ? null : turn(assignees, number).autodeskId,
			assignedToType: number % 8 === 0 ? null : 'user',
			dueDate: number % 5 === 0 ? null : day(Math.floor(number / 3) + 14),
			startDate: number % 4 === 0 ? day(Math.floor(number / 3)) : null,
			locationId: stableId(`location ${projectId} ${number % 6}`),
			locationDetails: `Grid ${turn(['A', 'B', 'C', 'D'], number)}${(number % 9) + 1}`,
			rootCauseId: number % 6 === 0 ? stableId(`cause ${projectId} Damage`) : null,
			// One in twenty-five is a draft that only its author sees.
			published: number % 25 !== 0,
			deleted: number % 40 === 0,
			deletedAt: number % 40 === 0 ? updated : null,
			deletedBy: number % 40 === 0 ? author : null,
			watchers: number % 10 === 0 ? [people.grace.autodeskId] : [],
			customAttributes: [
				...(type.title !== 'Safety' ? [{ attributeDefinitionId: attributeId(projectId, 'Trade'), value: optionId(projectId, turn(['Mechanical', 'Electrical', 'Structural'], Math.floor(number / 3))) }] : []),
				...(subtype === 'Defect' ? [{ attributeDefinitionId: attributeId(projectId, 'Deviation (mm)'), value: (number % 30) + 0.5 }] : []),
			],
			gpsCoordinates: null,
			closedAt: closed ? updated : null,
			closedBy: closed ? author : null,
			createdBy: author,
			createdAt: created,
			updatedBy: author,
			updatedAt: updated,
		};
		state.issues.push(issue);
		if (number % 7 === 0) {
			for (const [index, body] of ['Please check on site.', 'Done, picture follows.'].entries()) {
				state.comments.push({
					id: stableId(`comment ${issue.id} ${index}`),
					issueId: issue.id,
					body,
					createdBy: turn(assignees, number + index).autodeskId,
					createdAt: moment(Math.floor(number / 3) + 1 + index, number),
				});
			}
		}
	}
}

function addLocations(state: AccState, projectId: string): void {
	state.locations.push({ id: stableId(`location ${projectId} 0`), projectId, parentId: null, type: 'Root', name: 'Project', barcode: null, order: 0 });
	for (let number = 1; number < 6; number += 1) {
		state.locations.push({
			id: stableId(`location ${projectId} ${number}`),
			projectId,
			parentId: stableId(`location ${projectId} ${number > 3 ? 1 : 0}`),
			type: 'Area',
			name: number > 3 ? `Plant room ${number - 3}` : `Level ${number}`,
			barcode: number === 1 ? 'HT-L01' : null,
			order: number - 1,
		});
	}
}

// Pictures, assets, RFIs, forms --------------------------------------------------------------------------------

/** So many pictures differ; the photos take turns, as drawing one takes ten times as long as all else of a sample record. */
const PICTURES = 8;

const drawn = new Map<string, Uint8Array>();

function picture(number: number, width: number, height: number): Uint8Array {
	const name = `${number} ${width} ${height}`;
	const bytes = drawn.get(name) ?? png(width, height, [60 + ((number * 47) % 180), 70 + ((number * 29) % 150), 80 + ((number * 13) % 140)]);
	drawn.set(name, bytes);
	return bytes;
}

function addPhotos(state: AccState, world: SandboxWorld, projectId: string, count: number): void {
	const titles: Turns<string> = ['Dry wall, corridor', 'Riser shaft', 'Roof edge', 'Plant room', 'Stair core', 'Facade anchor'];
	for (let number = 1; number <= count; number += 1) {
		const id = stableId(`photo ${projectId} ${number}`);
		const bytes = picture(number % PICTURES, 96, 72);
		const fileKey = `photos/${id}.png`;
		const thumbnailKey = `photos/${id}_t.png`;
		world.blobs.set(fileKey, blobOf(bytes, 'image/png', `${id}.png`));
		world.blobs.set(thumbnailKey, blobOf(picture(number % PICTURES, 24, 18), 'image/png', `${id}_t.png`));
		state.photos.push({
			id,
			projectId,
			containerId: stableId(`photo container ${projectId}`),
			title: `${turn(titles, number)} ${number}`,
			description: 'Taken on the weekly walk',
			mediaType: number % 20 === 0 ? 'INFRARED' : number % 13 === 0 ? 'PHOTOSPHERE' : 'NORMAL',
			type: turn(['GALLERY', 'ISSUE', 'FORM'], number),
			size: bytes.length,
			createdBy: turn([people.samir, people.grace], number).autodeskId,
			createdAt: moment(number, 40),
			takenAt: moment(number, 10),
			deletedAt: number === 9 ? moment(number + 1, 0) : null,
			fileKey,
			thumbnailKey,
		});
	}
}

function addAssets(state: AccState, projectId: string, count: number): void {
	const categories = [['1', 'Project', null], ['2', 'Mechanical', '1'], ['3', 'Electrical', '1'], ['4', 'Air handling', '2'], ['5', 'Lifts', '1']] as const;
	for (const [index, [id, name, parentId]] of categories.entries()) {
		state.assetCategories.push({ id, projectId, name, parentId, isActive: id !== '5', createdAt: moment(-80, index), updatedAt: moment(-70, index) });
	}
	const setId = stableId(`asset status set ${projectId}`);
	state.assetStatusSets.push({ id: setId, projectId, name: 'Installation', isDefault: true });
	for (const [label, color] of [['Specified', 'gray'], ['Delivered', 'blue'], ['Installed', 'green']] as const) {
		state.assetStatuses.push({ id: stableId(`asset status ${projectId} ${label}`), projectId, setId, label, color });
	}
	const shared = { projectId, categoryId: '1', values: [] } as const;
	state.assetAttributes.push(
		{ ...shared, id: stableId(`asset attribute ${projectId} ca1`), name: 'ca1', displayName: 'Commissioned', dataType: 'boolean' },
		{ ...shared, id: stableId(`asset attribute ${projectId} ca2`), name: 'ca2', displayName: 'Power (kW)', dataType: 'numeric' },
		{ ...shared, id: stableId(`asset attribute ${projectId} ca3`), name: 'ca3', displayName: 'Make', dataType: 'select', categoryId: '2', values: ['Nordvent', 'Aerotec'].map((displayName) => ({ id: optionId(projectId, `make ${displayName}`), displayName })) },
	);
	for (let number = 1; number <= count; number += 1) {
		state.assets.push({
			id: stableId(`asset ${projectId} ${number}`),
			projectId,
			clientAssetId: `HT-${turn(['AHU', 'DB', 'FCU'], number)}-${String(number).padStart(3, '0')}`,
			description: turn(['Air handling unit', 'Distribution board', 'Fan coil unit'], number),
			categoryId: turn(['4', '3', '2'], number),
			statusId: stableId(`asset status ${projectId} ${turn(['Specified', 'Delivered', 'Installed'], number)}`),
			locationId: stableId(`location ${projectId} ${(number % 5) + 1}`),
			barcode: `9${String(number).padStart(7, '0')}`,
			companyId: companies.apexmep.accId,
			customAttributes: { ca1: number % 2 === 0, ca2: number * 10 },
			isActive: number % 15 !== 0,
			version: 1 + (number % 3),
			createdBy: people.mei.autodeskId,
			createdAt: moment(-50 + (number % 20), number),
			updatedAt: moment(number % 40, number),
			deletedAt: number % 15 === 0 ? moment(number % 40, number) : null,
		});
	}
}

function addRfis(state: AccState, projectId: string, count: number): void {
	const questions: Turns<string> = ['Sleeve position at core wall', 'Slab edge at facade bracket', 'Fire rating of shaft wall', 'Beam penetration for duct', 'Cable route in ceiling void'];
	for (let number = 1; number <= count; number += 1) {
		const status = turn(['open', 'submitted', 'answered', 'closed', 'draft'], number);
		state.rfis.push({
			id: stableId(`rfi ${projectId} ${number}`),
			projectId,
			customIdentifier: `RFI-${String(number).padStart(3, '0')}`,
			title: `${turn(questions, number)} (${number})`,
			question: `Which position applies on level ${number}?`,
			status,
			previousStatus: status === 'draft' ? null : 'draft',
			assignedTo: [{ id: turn([people.samir, people.mei], number).autodeskId, type: 'user' }],
			dueDate: moment(number + 10, 0),
			locationDescription: `Level ${number}`,
			locations: [stableId(`location ${projectId} ${(number % 5) + 1}`)],
			officialResponse: status === 'answered' || status === 'closed' ? 'The later drawing applies.' : null,
			officialResponseStatus: status === 'answered' || status === 'closed' ? 'answered' : 'unanswered',
			suggestedAnswer: null,
			rfiTypeId: stableId(`rfi type ${projectId}`),
			coReviewers: [],
			watchers: [],
			customAttributes: [],
			costImpact: turn(['No', 'Yes', 'Unknown'], number),
			scheduleImpact: turn(['No', 'Unknown'], number),
			priority: turn(['Normal', 'High', 'Low'], number),
			discipline: [turn(['Structural', 'Mechanical'], number)],
			category: ['Constructability'],
			reference: '',
			createdBy: people.luis.autodeskId,
			createdAt: moment(number, 3),
			updatedBy: people.samir.autodeskId,
			updatedAt: moment(number + 2, 9),
			closedAt: status === 'closed' ? moment(number + 2, 9) : null,
		});
	}
}

function addRfiSetup(state: AccState, projectId: string): void {
	state.rfiTypes.push(
		{ id: stableId(`rfi type ${projectId}`), projectId, name: 'General', wfType: 'US', status: 'active', isDefault: true },
		{ id: stableId(`rfi type ${projectId} design`), projectId, name: 'Design Clarification', wfType: 'EU', status: 'active', isDefault: false },
	);
	state.rfiAttributes.push(
		{ id: stableId(`rfi attribute ${projectId} zone`), projectId, name: 'Zone', type: 'text', status: 'active', multipleChoice: true, possibleValues: ['North', 'South'].map((name) => ({ id: optionId(projectId, `zone ${name}`), name })) },
		{ id: stableId(`rfi attribute ${projectId} days`), projectId, name: 'Days Lost', type: 'numeric', status: 'active', multipleChoice: false, possibleValues: [] },
		{ id: stableId(`rfi attribute ${projectId} old`), projectId, name: 'Retired', type: 'text', status: 'inactive', multipleChoice: false, possibleValues: [] },
	);
}

function addRfiFile(state: AccState, world: SandboxWorld, projectId: string): void {
	const bytes = pdf(['Section through the core wall (sandbox)']);
	const key = `${stableId(`rfi file ${projectId}`)}.pdf`;
	world.blobs.set(`${BUCKET}/${key}`, blobOf(bytes, 'application/pdf', 'Section.pdf'));
	state.objects.set(key, { key, name: 'Section.pdf', projectId, size: bytes.length });
	state.rfiAttachments.push({ attachmentId: stableId(`rfi attachment ${projectId}`), rfiId: stableId(`rfi ${projectId} 3`), displayName: 'Section.pdf', objectKey: key, fileSize: bytes.length, createdBy: people.samir.autodeskId, createdOn: moment(5, 20) });
}

const questions: readonly (readonly [section: string, question: string, valueName: FormField['valueName']])[] = [
	['Site', 'Is the site clean?', 'toggleVal'],
	['Site', 'Remarks', 'textVal'],
	['Scaffold', 'Tagged on', 'dateVal'],
	['Scaffold', 'Height (m)', 'numberVal'],
	['Scaffold', 'Load class', 'choiceVal'],
	['Scaffold', 'Trades on it', 'arrayVal'],
];

/** Tables of a form: those every template may have, and one this template defines itself. */
function formTables(projectId: string): readonly FormTableLayout[] {
	const table = (schema: string, sectionLabel: string, label: string, columns: readonly (readonly [columnKey: string, columnType: string, label: string])[]): FormTableLayout => ({
		uid: stableId(`form table ${projectId} ${label}`),
		schema,
		sectionLabel,
		label,
		columns: columns.map(([columnKey, columnType, name]) => ({ uid: stableId(`form column ${projectId} ${label} ${columnKey}`), columnKey, columnType, label: name })),
	});
	const description = ['description', 'text_val', 'Description'] as const;
	const hours = ['timespan', 'timespan_val', 'Hours'] as const;
	return [
		table('worklogEntries', 'Daily Log', 'Work Log', [['trade', 'text_val', 'Crew'], hours, ['headcount', 'number_val', 'Workers'], description]),
		table('materialsEntries', 'Daily Log', 'Materials', [['item', 'text_val', 'Material'], ['quantity', 'number_val', 'Quantity'], ['unit', 'text_val', 'Unit'], description]),
		table('equipmentEntries', 'Daily Log', 'Equipment', [['item', 'text_val', 'Equipment'], hours, ['quantity', 'number_val', 'Quantity'], description]),
		table(stableId(`form table schema ${projectId} Machines`), 'Machines', '', [['machine', 'text_val', 'Machine'], ['runs', 'integer_val', 'Runs'], hours, ['checked_on', 'date_val', 'Checked On'], ['operators', 'array_val', 'Operators']]),
	];
}

function addForms(state: AccState, projectId: string, count: number): void {
	const templates: Turns<readonly [name: string, type: string, isPdf: boolean]> = [['Daily Report', 'pg.template_type.daily_report', true], ['Safety Inspection', 'pg.template_type.checklist', false]];
	for (const [index, [name, templateType, isPdf]] of templates.entries()) {
		state.formTemplates.push({ id: stableId(`template ${projectId} ${name}`), projectId, name, status: 'active', templateType, isPdf, updatedAt: moment(-60, index), fields: isPdf ? [] : questions.map(([sectionLabel, itemLabel, valueName]) => ({ fieldId: stableId(`form field ${projectId} ${itemLabel}`), sectionLabel, itemLabel, valueName })), tables: isPdf ? [] : formTables(projectId) });
	}
	for (let number = 1; number <= count; number += 1) {
		const [name] = turn(templates, number);
		state.forms.push({
			id: stableId(`form ${projectId} ${number}`),
			projectId,
			templateId: stableId(`template ${projectId} ${name}`),
			formNum: number,
			name: `${name} ${number}`,
			status: turn(['draft', 'inReview', 'submitted', 'archived'], number),
			formDate: day(number),
			assigneeId: turn([people.samir, people.grace], number).autodeskId,
			locationId: stableId(`location ${projectId} ${(number % 5) + 1}`),
			notes: '',
			description: null,
			assigneeType: 'user',
			values: {},
			rows: [],
			createdBy: people.samir.autodeskId,
			updatedBy: people.samir.autodeskId,
			createdAt: moment(number, 1),
			updatedAt: moment(number, 50),
		});
	}
}

// Files ------------------------------------------------------------------------------------------------------

function addFolders(state: AccState, world: SandboxWorld, projectId: string): void {
	const folders = [['root', null], ['Project Files', 'root'], ['Photos', 'root'], ['Drawings', 'Project Files'], ['Models', 'Project Files']] as const;
	for (const [name, parent] of folders) {
		state.folders.push({
			id: folderId(projectId, name),
			projectId,
			name: name === 'root' ? `${projectId}-root-folder` : name,
			parentId: parent === null ? null : folderId(projectId, parent),
			hidden: name === 'root',
			createdAt: moment(-200, 0),
		});
	}
	const files = [
		['A-101 Level 1.pdf', 'Drawings', 'page'],
		['A-102 Level 2.pdf', 'Drawings', 'page'],
		['S-201 Steel.pdf', 'Drawings', 'page'],
		['M-301 Ducts.pdf', 'Drawings', 'broken'],
		['Tower.rvt', 'Models', 'page'],
		['Site.dwg', 'Models', 'empty'],
	] as const;
	for (const [name, folder, exported] of files) {
		const item: Item = {
			id: `urn:adsk.wipprod:dm.lineage:${urnTail(`item ${projectId} ${name}`)}`,
			projectId,
			folderId: folderId(projectId, folder),
			name,
			createdBy: people.nora.autodeskId,
			createdAt: moment(-150, 0),
		};
		state.items.push(item);
		for (const number of name === 'A-101 Level 1.pdf' ? [1, 2] : [1]) addVersion(state, world, item, number, exported);
	}
}

function addVersion(state: AccState, world: SandboxWorld, item: Item, number: number, exported: Version['exported']): void {
	const extension = item.name.slice(item.name.lastIndexOf('.'));
	const objectKey = `${stableId(`object ${item.id} ${number}`)}${extension}`;
	const bytes = extension === '.pdf' ? pdf([`${item.name}, version ${number} (sandbox)`]) : Buffer.from(`${item.name}, version ${number} (sandbox)`);
	world.blobs.set(`${BUCKET}/${objectKey}`, blobOf(bytes, extension === '.pdf' ? 'application/pdf' : 'application/octet-stream', item.name));
	state.objects.set(objectKey, { key: objectKey, name: item.name, projectId: item.projectId, size: bytes.length });
	state.versions.push({
		id: `urn:adsk.wipprod:fs.file:vf.${item.id.slice(item.id.lastIndexOf(':') + 1)}?version=${number}`,
		itemId: item.id,
		number,
		name: item.name,
		objectKey,
		createdBy: item.createdBy,
		createdAt: moment(-150 + number, 0),
		exported,
	});
}
