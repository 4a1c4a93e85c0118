import { companies, people, type CompanyKey, type PersonKey } from '../people';
import type { SandboxWorld } from '../service';
import { png, pdf, type Colour } from '../images';
import { isoDay, stamp, usDay } from './stamp';
import type { FieldChecklistItem, FieldDefinition, FieldIssue, FieldMembership, FieldProject, FieldState } from './state';
import type { FieldValue } from './conditions';

/** Ids of the sample that tests and flows may rely on. */
export const sampleIds = {
	tower: '3f1d6a20-77c4-4c1b-9e02-51a6d0b1f001',
	towerA360: 'b2c8d1f4-5a63-4e7b-8f19-2d60c7e4a001',
	depot: '3f1d6a20-77c4-4c1b-9e02-51a6d0b1f002',
	depotA360: 'b2c8d1f4-5a63-4e7b-8f19-2d60c7e4a002',
	punchList: '7b0e9d31-1c25-4d8e-a6b4-0f3c2e5d1001',
	qualityObservation: '7b0e9d31-1c25-4d8e-a6b4-0f3c2e5d1002',
	safetyIncident: '7b0e9d31-1c25-4d8e-a6b4-0f3c2e5d1003',
	commissioning: '7b0e9d31-1c25-4d8e-a6b4-0f3c2e5d1004',
	/** Custom fields, as they stand in an issue. */
	trade: 'cf--5e8c1f72-93b0-46ad-8d17-4a2b6c9e2001',
	deviation: 'cf--5e8c1f72-93b0-46ad-8d17-4a2b6c9e2002',
	dueDate: 'cf--5e8c1f72-93b0-46ad-8d17-4a2b6c9e2003',
	observers: 'cf--5e8c1f72-93b0-46ad-8d17-4a2b6c9e2004',
	occurred: 'cf--5e8c1f72-93b0-46ad-8d17-4a2b6c9e2005',
	allIssues: '4d7a2b10-6e95-4f3c-b8a1-9c0d5e7f3001',
	openIssues: '4d7a2b10-6e95-4f3c-b8a1-9c0d5e7f3002',
	noraOnly: '4d7a2b10-6e95-4f3c-b8a1-9c0d5e7f3003',
} as const;

/** Statuses of an issue in the document's order (line 1379). */
export const issueStatuses = ['Draft', 'Open', 'Work Completed', 'Ready to Inspect', 'Not Approved', 'In Dispute', 'Closed', 'Void'] as const;

/** Of everybody whom the sample holds. */
export const password = 'sandbox';
const hour = 3_600_000;

/** Two invented projects under way, dated back from the world's present. Every name says that it is the sandbox's. */
export function createSampleState(world: SandboxWorld): FieldState {
	const state: FieldState = {
		tickets: new Map(),
		companies: new Map(),
		users: new Map(),
		projects: new Map(),
		issues: new Map(),
		checklists: new Map(),
		attachments: new Map(),
		documents: new Map(),
		tasks: new Map(),
		equipment: new Map(),
		dailyUpdates: new Map(),
		templates: new Map(),
		folders: new Map(),
		documentReferences: new Map(),
	};
	const now = world.now().getTime();
	const ago = (days: number, hours = 0): Date => new Date(now - (days * 24 + hours) * hour);

	addCast(state, ago(200));
	const tower = addProject(state, world, { id: sampleIds.tower, a360Id: sampleIds.towerA360, name: 'Harbor Tower (sandbox)', updatedAt: ago(1) });
	addProject(state, world, { id: sampleIds.depot, a360Id: sampleIds.depotA360, name: 'Riverside Depot (sandbox)', updatedAt: ago(20) });
	addIssues(state, world, tower, ago);
	addChecklists(state, world, tower, ago);
	addFiles(state, world, tower, ago);
	addWork(state, world, tower, ago);
	return state;
}

type Ago = (days: number, hours?: number) => Date;

const company = (key: CompanyKey): string => companies[key].fieldId;
const email = (key: PersonKey): string => people[key].email;

/**
 * Who may do what. Luis is a subcontractor of his active project and cannot log in; Mei does not see the second
 * project; Grace may not read its issues; only Nora is an administrator and manages documents.
 */
const memberships: readonly { readonly person: PersonKey; readonly projectId: string; readonly rights: FieldMembership }[] = [
	{ person: 'nora', projectId: sampleIds.tower, rights: { role: 'contractor', admin: true, documentManager: true, readsIssues: true } },
	{ person: 'nora', projectId: sampleIds.depot, rights: { role: 'contractor', admin: true, documentManager: true, readsIssues: true } },
	{ person: 'samir', projectId: sampleIds.tower, rights: { role: 'contractor', admin: false, documentManager: false, readsIssues: true } },
	{ person: 'mei', projectId: sampleIds.tower, rights: { role: 'engineer', admin: false, documentManager: false, readsIssues: true } },
	{ person: 'mei', projectId: sampleIds.depot, rights: { role: 'subcontractor', admin: false, documentManager: false, readsIssues: true } },
	{ person: 'luis', projectId: sampleIds.tower, rights: { role: 'subcontractor', admin: false, documentManager: false, readsIssues: true } },
	{ person: 'grace', projectId: sampleIds.tower, rights: { role: 'inspector', admin: false, documentManager: false, readsIssues: true } },
	{ person: 'grace', projectId: sampleIds.depot, rights: { role: 'inspector', admin: false, documentManager: false, readsIssues: false } },
];

function addCast(state: FieldState, updatedAt: Date): void {
	for (const one of Object.values(companies)) {
		const projectIds = new Set(one.key === 'steelworks' ? [sampleIds.tower] : [sampleIds.tower, sampleIds.depot]);
		state.companies.set(one.fieldId, { id: one.fieldId, name: one.name, trade: one.trade, category: 'Contractor', projectIds, updatedAt, given: new Map() });
	}
	for (const person of Object.values(people)) {
		if (person.company === undefined || !person.knownTo.includes('field')) continue;
		state.users.set(person.fieldId, {
			id: person.fieldId,
			email: person.email,
			firstName: person.firstName,
			lastName: person.lastName,
			companyId: company(person.company),
			password,
			activeProjectId: sampleIds.tower,
			memberships: new Map(memberships.filter((one) => one.person === person.key).map((one) => [one.projectId, one.rights])),
		});
	}
}

function addProject(state: FieldState, world: SandboxWorld, named: Pick<FieldProject, 'id' | 'a360Id' | 'name' | 'updatedAt'>): FieldProject {
	const building = world.uuid();
	const areas = [
		{ id: building, name: 'Building A', path: '', parentId: null, deleted: false },
		...['Level 01', 'Level 02', 'Level 03', 'Roof'].map((name) => ({ id: world.uuid(), name, path: 'Building A', parentId: building, deleted: false })),
		{ id: world.uuid(), name: 'Site office (removed)', path: '', parentId: null, deleted: true },
	];
	const project: FieldProject = {
		...named,
		areas,
		issueTypes: [
			{ id: sampleIds.punchList, category: 'Punch List', name: 'Punch List' },
			{ id: sampleIds.qualityObservation, category: 'QA/QC', name: 'Quality Observation' },
			{ id: sampleIds.safetyIncident, category: 'Safety', name: 'Safety Incident' },
			{ id: sampleIds.commissioning, category: 'Commissioning', name: 'Commissioning' },
		],
		...categories(world),
		customFields: [
			{ id: world.uuid(), container: 'EquipmentType', name: 'Serial plate', type: 'drop-down', required: false, possibleValues: ['Legible', 'Missing'] },
			{ id: world.uuid(), container: 'EquipmentType', name: 'Commissioned on', type: 'date', required: false, possibleValues: [] },
			{ id: world.uuid(), container: 'Task', name: 'Shift', type: 'single-select', required: false, possibleValues: ['Day', 'Night'] },
			{ id: world.uuid(), container: 'Checklist', name: 'Witness', type: 'text', required: false, possibleValues: [] },
		],
		hidden: new Set(),
		export: { running: false, lastAt: undefined, succeeded: false },
		fields: issueFields(),
		issueFilters: [
			{ id: sampleIds.allIssues, name: 'All Issues' },
			{ id: sampleIds.openIssues, name: 'Open Issues', statuses: ['Open', 'Not Approved', 'In Dispute'] },
			{ id: sampleIds.noraOnly, name: 'Handover', statuses: ['Ready to Inspect'], ownerId: people.nora.fieldId },
		],
		filters: ['Issue', 'Task', 'Equipment', 'Checklist'].map((container) => ({ id: world.uuid(), container, name: `All ${container}s` })),
		lastIssue: 0,
	};
	state.projects.set(project.id, project);
	return project;
}

/** Root causes, equipment types and statuses, task types. */
function categories(world: SandboxWorld): Pick<FieldProject, 'categories' | 'entries'> {
	const all = [
		['RootCause', 'Coordination', 'Clash not resolved', 'Drawing out of date'],
		['RootCause', 'Workmanship', 'Tolerance exceeded'],
		['EquipmentType', 'HVAC', 'Air handling unit', 'Chiller', 'Pump'],
		['EquipmentStatus', 'Status', 'Ordered', 'Installed', 'Commissioned'],
		['TaskType', 'Work', 'Installation', 'Inspection'],
	] as const;
	const made = all.map(([type, name, ...entries]) => {
		const id = world.uuid();
		return { category: { id, type, name }, entries: entries.map((entry, index) => ({ id: world.uuid(), categoryId: id, name: entry, position: index + 1 })) };
	});
	return { categories: made.map(({ category }) => category), entries: made.flatMap(({ entries }) => entries) };
}

/** Positions are offset by block: 10000 standard, 20000 custom, 30000 of one type (lines 1365 to 1368). */
function issueFields(): FieldDefinition[] {
	const standard = (position: number, name: string, label: string, more: Partial<FieldDefinition> = {}): FieldDefinition => ({
		id: `f--${name}`, name: label, type: 'text', required: false, block: 'shared', position, possibleValues: [], ...more,
	});
	return [
		standard(10001, 'issue_type_id', 'Issue type', { type: 'drop-down', refersTo: 'issue_type_id', required: true }),
		standard(10002, 'identifier', 'Identifier', { required: true }),
		standard(10003, 'description', 'Description', { required: true }),
		standard(10004, 'responsible_company_id', 'Responsible company', { type: 'drop-down', refersTo: 'company_id' }),
		standard(10005, 'priority', 'Priority', { type: 'drop-down', possibleValues: ['', 'Low', 'Medium', 'High', 'Critical'] }),
		standard(10006, 'status', 'Status', { type: 'drop-down', possibleValues: issueStatuses }),
		standard(10007, 'area_id', 'Area', { type: 'drop-down', refersTo: 'location_id' }),
		standard(10008, 'location_detail', 'Location detail'),
		{ id: sampleIds.trade, name: 'Trade', type: 'drop-down', required: false, block: 'shared', position: 20001, possibleValues: ['', 'Concrete', 'Steel', 'Mechanical', 'Electrical', 'Facade'] },
		{ id: sampleIds.deviation, name: 'Deviation (mm)', type: 'numeric', required: false, block: 'shared', position: 20002, possibleValues: [] },
		{ id: sampleIds.dueDate, name: 'Due date', type: 'date', required: false, block: 'shared', position: 20003, possibleValues: [] },
		{ id: sampleIds.occurred, name: 'Occurrence date', type: 'date', required: false, block: 'type', issueTypeId: sampleIds.safetyIncident, position: 30001, possibleValues: [] },
		{ id: sampleIds.observers, name: 'Observers', type: 'text', required: true, block: 'type', issueTypeId: sampleIds.safetyIncident, position: 30002, possibleValues: [] },
		{ id: 'f--root_cause_id', name: 'Root cause', type: 'drop-down', refersTo: 'root_cause_id', required: false, block: 'ancillary', possibleValues: [] },
		{ id: 'f--labor_hours', name: 'Labor hours', type: 'numeric', required: false, block: 'ancillary', possibleValues: [] },
		{ id: 'f--cost', name: 'Cost', type: 'text', required: false, block: 'ancillary', possibleValues: [] },
	];
}

const findings: readonly { readonly text: string; readonly trade: string; readonly company: CompanyKey; readonly type: string }[] = [
	{ text: 'Sleeve for chilled water pipe is off by a hand\'s breadth', trade: 'Mechanical', company: 'apexmep', type: sampleIds.qualityObservation },
	{ text: 'Beam splice bolts missing on the north side', trade: 'Steel', company: 'steelworks', type: sampleIds.qualityObservation },
	{ text: 'Slab edge out of tolerance against the scan', trade: 'Concrete', company: 'harbor', type: sampleIds.qualityObservation },
	{ text: 'Cable tray clashes with sprinkler main', trade: 'Electrical', company: 'apexmep', type: sampleIds.punchList },
	{ text: 'Fire stopping missing around duct penetration', trade: 'Mechanical', company: 'apexmep', type: sampleIds.punchList },
	{ text: 'Facade bracket not torqued, no mark', trade: 'Facade', company: 'steelworks', type: sampleIds.punchList },
	{ text: 'Guard rail removed at stair opening', trade: 'Steel', company: 'steelworks', type: sampleIds.safetyIncident },
	{ text: 'Air handling unit vibrates at full load', trade: 'Mechanical', company: 'apexmep', type: sampleIds.commissioning },
];

const authors: readonly PersonKey[] = ['nora', 'samir', 'mei', 'grace'];
const priorities = ['Low', 'Medium', 'High', 'Critical'];

function addIssues(state: FieldState, world: SandboxWorld, project: FieldProject, ago: Ago): void {
	const live = project.areas.filter((area) => !area.deleted);
	for (let index = 0; index < 40; index += 1) {
		const finding = findings[index % findings.length];
		const author = authors[index % authors.length];
		if (finding === undefined || author === undefined) continue;
		const status = issueStatuses[(index * 5 + 1) % issueStatuses.length] ?? 'Open';
		const createdAt = ago(60 - index, index % 7);
		const updatedAt = status === 'Open' ? createdAt : new Date(createdAt.getTime() + 20 * hour);
		const noArea = index % 10 === 9;
		const values: [string, FieldValue][] = [
			['f--issue_type_id', finding.type],
			['f--identifier', `HT-${String(index + 1).padStart(4, '0')}`],
			['f--description', `${finding.text} (sandbox)`],
			['f--responsible_company_id', company(finding.company)],
			['f--priority', priorities[index % priorities.length] ?? 'Low'],
			['f--status', status],
			['f--area_id', noArea ? null : (live[index % live.length]?.id ?? null)],
			['f--location_detail', noArea ? null : `Grid ${'ABCDEF'[index % 6] ?? 'A'}-${(index % 9) + 1}`],
			[sampleIds.trade, finding.trade],
			[sampleIds.deviation, finding.trade === 'Concrete' ? 10 + index : null],
			[sampleIds.dueDate, isoDay(new Date(createdAt.getTime() + 14 * 24 * hour))],
		];
		if (finding.type === sampleIds.safetyIncident) values.push([sampleIds.observers, 'Grace Okafor'], [sampleIds.occurred, isoDay(createdAt)]);
		const issue: FieldIssue = {
			id: world.uuid(),
			projectId: project.id,
			createdBy: email(author),
			createdAt,
			updatedAt,
			closedAt: status === 'Closed' ? updatedAt : undefined,
			values: new Map(values),
			comments: index % 4 === 0 ? [{ id: world.uuid(), text: 'Seen on the morning walk.', createdBy: email('samir'), createdAt: updatedAt }] : [],
			uriReferences: [],
			history: status === 'Open' ? [{ status, user: email(author), from: createdAt }] : [{ status: 'Open', user: email(author), from: createdAt }, { status, user: email('samir'), from: updatedAt }],
		};
		state.issues.set(issue.id, issue);
		if (index % 5 === 0) addPicture(state, world, issue, `site-${index + 1}.png`, pictureColour(index));
	}
	project.lastIssue = 40;
}

function pictureColour(index: number): Colour {
	return [90 + ((index * 37) % 150), 110 + ((index * 53) % 130), 120 + ((index * 71) % 120)];
}

function addPicture(state: FieldState, world: SandboxWorld, issue: FieldIssue, filename: string, colour: Colour): void {
	const id = world.uuid();
	state.attachments.set(id, {
		id,
		projectId: issue.projectId,
		kind: 'Attachment',
		containerType: 'Issue',
		containerId: issue.id,
		filename,
		contentType: 'image/png',
		caption: 'Site picture (sandbox)',
		tags: null,
		original: png(64, 48, colour),
		thumb: png(16, 12, colour),
		createdBy: issue.createdBy,
		createdAt: issue.createdAt,
		updatedAt: issue.createdAt,
	});
}

const forms: readonly { readonly name: string; readonly type: string; readonly company: CompanyKey; readonly rich: boolean }[] = [
	{ name: 'Concrete pour release', type: 'QA/QC', company: 'harbor', rich: false },
	{ name: 'Steel erection inspection', type: 'QA/QC', company: 'steelworks', rich: true },
	{ name: 'Pipe pressure test', type: 'Commissioning', company: 'apexmep', rich: false },
	{ name: 'Weekly safety walk', type: 'Safety', company: 'harbor', rich: true },
	{ name: 'Duct leakage test', type: 'Commissioning', company: 'apexmep', rich: false },
];

function addChecklists(state: FieldState, world: SandboxWorld, project: FieldProject, ago: Ago): void {
	const templates = forms.map((form) => {
		const id = world.uuid();
		const items = questions(form.rich).map((question) => ({ id: world.uuid(), ...question }));
		state.templates.set(id, { id, projectId: project.id, name: form.name, type: form.type, rich: form.rich, items });
		return id;
	});
	const [firstIssue] = state.issues.keys();
	for (let index = 0; index < 14; index += 1) {
		const form = forms[index % forms.length];
		if (form === undefined) continue;
		const createdAt = ago(30 - index * 2, 3);
		const closed = index % 3 === 1;
		const deletedAt = index === 5 || index === 12 ? ago(2) : undefined;
		const id = world.uuid();
		state.checklists.set(id, {
			id,
			projectId: project.id,
			templateId: templates[index % templates.length] ?? world.uuid(),
			identifier: String(index + 1).padStart(6, '0'),
			name: form.name,
			description: `${form.name}, round ${Math.floor(index / forms.length) + 1} (sandbox)`,
			type: form.type,
			phase: null,
			priority: priorities[index % priorities.length] ?? 'Low',
			status: closed ? 'Closed' : 'Open',
			companyId: company(form.company),
			createdBy: email(authors[index % authors.length] ?? 'nora'),
			createdAt,
			updatedAt: deletedAt ?? new Date(createdAt.getTime() + (closed ? 30 : 2) * hour),
			deletedAt,
			rich: form.rich,
			customValues: [],
			comments: closed ? [{ id: world.uuid(), text: 'Signed off.', createdBy: email('grace'), createdAt: new Date(createdAt.getTime() + 30 * hour) }] : [],
			items: checklistItems(world, form.rich, createdAt, index % 4 === 0 && firstIssue !== undefined ? [firstIssue] : []),
		});
	}
}

type Question = Pick<FieldChecklistItem, 'section' | 'question' | 'type' | 'possibleValues'>;

function questions(rich: boolean): readonly Question[] {
	const always: readonly Question[] = [
		{ section: 'Before work', question: 'Drawings on site are the current revision', type: 'drop-down', possibleValues: ['+', '-', 'N/A'] },
		{ section: 'Before work', question: 'Date of the check', type: 'date', possibleValues: [] },
		{ section: 'Work', question: 'Result agrees with the specification', type: 'drop-down', possibleValues: ['+', '-', 'N/A'] },
	];
	if (!rich) return always;
	return [
		...always,
		{ section: 'Work', question: 'Who was present', type: 'multi-select', possibleValues: ['Owner', 'Engineer', 'Contractor'] },
		{ section: 'Work', question: 'Weather', type: 'single-select', possibleValues: ['Dry', 'Wet'] },
	];
}

function checklistItems(world: SandboxWorld, rich: boolean, createdAt: Date, issueIds: readonly string[]): FieldChecklistItem[] {
	const bad = issueIds.length > 0;
	const answers: readonly (Pick<FieldChecklistItem, 'response' | 'conforming'> & { readonly issueIds?: readonly string[] })[] = [
		{ response: '+', conforming: 'Yes' },
		{ response: usDay(createdAt), conforming: 'Other' },
		{ response: bad ? '-' : '+', conforming: bad ? 'No' : 'Yes', issueIds },
		{ response: 'Engineer|Contractor', conforming: 'Other' },
		{ response: 'Dry', conforming: 'Other' },
	];
	return questions(rich).map((question, index) => ({ id: world.uuid(), ...question, comment: null, issueIds: [], response: '', conforming: 'Other', ...answers[index] }));
}

function addFiles(state: FieldState, world: SandboxWorld, project: FieldProject, ago: Ago): void {
	const add = (folder: string, filename: string, photo: boolean, revisions: readonly { readonly bytes: Uint8Array; readonly pages: number; readonly createdAt: Date }[]): void => {
		const id = world.uuid();
		state.documents.set(id, {
			id,
			projectId: project.id,
			folder,
			filename,
			contentType: photo ? 'image/png' : 'application/pdf',
			tags: photo ? 'progress' : 'drawings',
			caption: photo ? 'Progress photo (sandbox)' : null,
			photo,
			pending: false,
			revisions: revisions.map((revision) => ({ ...revision, createdBy: email('nora') })),
		});
	};
	for (const [index, level] of ['Level 01', 'Level 02', 'Level 03'].entries()) {
		const revisions = [0, 1, 2].slice(0, index + 1).map((number) => ({
			bytes: pdf([`Harbor Tower (sandbox), ${level}, revision ${number}`, `${level}, sections`]),
			pages: 2,
			createdAt: ago(90 - number * 20),
		}));
		add(`Drawings/${level}`, `A-10${index + 1} Floor plan.pdf`, false, revisions);
	}
	add('', 'Site rules.pdf', false, [{ bytes: pdf(['Site rules (sandbox)']), pages: 1, createdAt: ago(120) }]);
	for (let index = 0; index < 9; index += 1) {
		add('Photos', `progress-${String(index + 1).padStart(2, '0')}.png`, true, [{ bytes: png(48, 36, pictureColour(index + 3)), pages: 1, createdAt: ago(18 - index * 2) }]);
	}
}

function addWork(state: FieldState, world: SandboxWorld, project: FieldProject, ago: Ago): void {
	const assignees: readonly PersonKey[] = ['samir', 'mei', 'luis'];
	for (const [index, name] of ['Set out anchor bolts', 'Insulate chilled water risers', 'Survey slab edges', 'Close ceiling on Level 02', 'Inspect fire stopping'].entries()) {
		const id = world.uuid();
		const assignee = people[assignees[index % assignees.length] ?? 'samir'];
		state.tasks.set(id, {
			id,
			projectId: project.id,
			template: index === 4,
			createdAt: ago(25 - index),
			updatedAt: ago(10 - index),
			given: new Map<string, unknown>([
				['identifier', `T-${String(index + 1).padStart(3, '0')}`],
				['name', name],
				['description', `${name} (sandbox)`],
				['status', index % 2 === 0 ? 'Open' : 'Completed'],
				['company_id', assignee.company === undefined ? null : company(assignee.company)],
				['assigned_user_id', assignee.fieldId],
				['location_detail', 'Building A'],
				['scheduled_at', stamp(ago(index - 5)).slice(0, 19)],
			]),
		});
	}
	const entryId = (name: string): string | null => project.entries.find((entry) => entry.name === name)?.id ?? null;
	for (const [index, [name, type, status]] of ([['AHU-1', 'Air handling unit', 'Installed'], ['Chiller 1', 'Chiller', 'Ordered'], ['Fire pump', 'Pump', 'Commissioned']] as const).entries()) {
		const id = world.uuid();
		state.equipment.set(id, {
			id,
			projectId: project.id,
			createdBy: email('mei'),
			createdAt: ago(40),
			updatedAt: ago(12 - index * 3),
			deleted: false,
			given: new Map<string, unknown>([
				['name', `${name} (sandbox)`],
				['description', 'Plant room equipment'],
				['serial_number', ''],
				['tag_number', `EQ-${index + 1}`],
				['barcode', ''],
				['asset_identifier', ''],
				['warranty_end_date', '2030-06-30'],
				['area_id', project.areas[index + 1]?.id ?? null],
				['equipment_type_id', entryId(type)],
				['equipment_status_id', entryId(status)],
			]),
			customValues: [],
			comments: [],
			history: [
				{ status: 'Ordered', user: email('mei'), from: ago(40) },
				...(status === 'Ordered' ? [] : [{ status, user: email('samir'), from: ago(12 - index * 3) }]),
			],
		});
	}
	for (let index = 0; index < 5; index += 1) {
		const id = world.uuid();
		const at = ago(index + 1, 6);
		state.dailyUpdates.set(id, {
			id,
			projectId: project.id,
			createdBy: email('samir'),
			createdAt: at,
			updatedAt: at,
			status: index === 0 ? 'Open' : 'Closed',
			day: isoDay(at),
			summaryId: world.uuid(),
			summary: `Day ${5 - index} on site (sandbox): columns on Level 0${(index % 3) + 1} under way.`,
			weather: { summary: 'Dry', humidity: 60 + index, temperature_max: 78, temperature_min: 61 },
			labor: [
				{ company_id: company('harbor'), workers: 12 + index, total_hours: 96 + index * 8, notes: 'Concrete' },
				{ company_id: company('steelworks'), workers: 6, total_hours: 48, notes: 'Erection' },
			],
		});
	}
}
