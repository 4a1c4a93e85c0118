import type { FieldValue } from './conditions';

/** Everything the sandbox's Field knows; handlers change it in place, tests may look into it and change it too. */
export interface FieldState {
	readonly tickets: Map<string, FieldTicket>;
	readonly companies: Map<string, FieldCompany>;
	readonly users: Map<string, FieldUser>;
	readonly projects: Map<string, FieldProject>;
	readonly issues: Map<string, FieldIssue>;
	readonly checklists: Map<string, FieldChecklist>;
	/** Attachments and signatures, by their own id. */
	readonly attachments: Map<string, FieldAttachment>;
	/** Photos are documents that the library hides. */
	readonly documents: Map<string, FieldDocument>;
	readonly tasks: Map<string, FieldTask>;
	readonly equipment: Map<string, FieldEquipment>;
	readonly dailyUpdates: Map<string, FieldDailyUpdate>;
	readonly templates: Map<string, FieldChecklistTemplate>;
	/** Folders of the library, those that hold nothing included. */
	readonly folders: Map<string, FieldFolder>;
	readonly documentReferences: Map<string, FieldDocumentReference>;
}

export interface FieldTicket {
	readonly userId: string;
	expired: boolean;
}

export interface FieldCompany {
	readonly id: string;
	name: string;
	trade: string;
	category: string;
	readonly projectIds: Set<string>;
	updatedAt: Date;
	/** What a client sent besides, by its own name. */
	readonly given: Map<string, unknown>;
}

export interface FieldUser {
	readonly id: string;
	readonly email: string;
	readonly firstName: string;
	readonly lastName: string;
	companyId: string;
	password: string;
	/** The project whose role decides whether the person may log in. */
	activeProjectId: string;
	readonly memberships: Map<string, FieldMembership>;
}

export interface FieldMembership {
	readonly role: 'contractor' | 'architect' | 'engineer' | 'owner' | 'subcontractor' | 'inspector';
	readonly admin: boolean;
	readonly documentManager: boolean;
	/** Without it issue calls answer 401, which a dead ticket does as well. */
	readonly readsIssues: boolean;
}

export interface FieldProject {
	readonly id: string;
	readonly a360Id: string;
	readonly name: string;
	readonly updatedAt: Date;
	readonly areas: readonly FieldArea[];
	readonly issueTypes: FieldIssueType[];
	readonly categories: readonly FieldCategory[];
	/** What the categories hold: root causes, equipment types and statuses, task types. */
	readonly entries: FieldCategoryEntry[];
	/** Fields of everything but issues, whose own are in `fields`. */
	readonly customFields: FieldCustomField[];
	/** Standard fields that are hidden, by id. */
	readonly hidden: Set<string>;
	readonly export: { running: boolean; lastAt: Date | undefined; succeeded: boolean };
	readonly fields: FieldDefinition[];
	readonly issueFilters: readonly FieldIssueFilter[];
	/** Saved filters by kind of record; each lets everything through. */
	readonly filters: readonly { readonly id: string; readonly container: string; readonly name: string }[];
	/** Number of the last issue; the next one gets the number after it. */
	lastIssue: number;
}

export interface FieldCategory {
	readonly id: string;
	readonly type: 'RootCause' | 'EquipmentType' | 'EquipmentStatus' | 'TaskType';
	readonly name: string;
}

export interface FieldCategoryEntry {
	readonly id: string;
	readonly categoryId: string;
	name: string;
	position: number;
}

export interface FieldCustomField {
	readonly id: string;
	readonly container: 'EquipmentType' | 'Checklist' | 'Task';
	readonly name: string;
	readonly type: string;
	readonly required: boolean;
	readonly possibleValues: readonly string[];
}

/** The value of a custom field in a record; the record is its container. */
export interface FieldCustomValue {
	readonly id: string;
	readonly definitionId: string;
	value: unknown;
}

export interface FieldArea {
	readonly id: string;
	readonly name: string;
	/** Parents first, joined by `>`; empty for a top-level area. */
	readonly path: string;
	readonly parentId: string | null;
	readonly deleted: boolean;
}

export interface FieldIssueType {
	readonly id: string;
	readonly category: string;
	readonly name: string;
}

/** A field of an issue. `block` is where `fields` shows it: for every type, for one type, or among the rest. */
export interface FieldDefinition {
	/** `f--name` or `cf--<GUID>`. */
	readonly id: string;
	readonly name: string;
	readonly type: 'text' | 'drop-down' | 'numeric' | 'date' | 'checkbox' | 'signature';
	/** What a record calls the type where it refers to something else. */
	readonly refersTo?: 'issue_type_id' | 'company_id' | 'location_id' | 'root_cause_id';
	readonly required: boolean;
	readonly block: 'shared' | 'type' | 'ancillary';
	readonly issueTypeId?: string;
	readonly position?: number;
	readonly possibleValues: readonly string[];
}

export interface FieldIssueFilter {
	readonly id: string;
	readonly name: string;
	/** Statuses it lets through; all when left out. */
	readonly statuses?: readonly string[];
	/** Only this person may use it. */
	readonly ownerId?: string;
}

export interface FieldIssue {
	readonly id: string;
	readonly projectId: string;
	readonly createdBy: string;
	readonly createdAt: Date;
	updatedAt: Date;
	closedAt: Date | undefined;
	readonly values: Map<string, FieldValue>;
	readonly comments: FieldComment[];
	readonly uriReferences: FieldUriReference[];
	readonly source?: { readonly type: 'Task' | 'Equipment' | 'CompletedChecklistItem'; readonly id: string };
	/** Statuses passed through, oldest first. */
	readonly history: { readonly status: string; readonly user: string; readonly from: Date }[];
}

export interface FieldComment {
	readonly id: string;
	readonly text: string;
	readonly createdBy: string;
	readonly createdAt: Date;
}

export interface FieldUriReference {
	readonly id: string;
	name: string;
	path: string;
	caption: string | null;
	tags: string | null;
}

export interface FieldChecklist {
	readonly id: string;
	readonly projectId: string;
	readonly templateId: string;
	identifier: string;
	name: string;
	description: string;
	readonly type: string;
	readonly phase: string | null;
	priority: string;
	status: 'Open' | 'Closed';
	companyId: string;
	readonly createdBy: string;
	readonly createdAt: Date;
	updatedAt: Date;
	deletedAt: Date | undefined;
	/** Has single-select or multi-select items, which old versions of an application never see. */
	readonly rich: boolean;
	readonly sourceId?: string;
	readonly customValues: FieldCustomValue[];
	readonly comments: FieldComment[];
	readonly items: readonly FieldChecklistItem[];
}

export interface FieldChecklistItem {
	readonly id: string;
	readonly section: string;
	readonly question: string;
	readonly type: 'drop-down' | 'date' | 'single-select' | 'multi-select';
	readonly possibleValues: readonly string[];
	response: string;
	comment: string | null;
	conforming: 'Yes' | 'No' | 'Other';
	readonly issueIds: readonly string[];
}

export interface FieldChecklistTemplate {
	readonly id: string;
	readonly projectId: string;
	readonly name: string;
	readonly type: string;
	readonly rich: boolean;
	readonly items: readonly { readonly id: string; readonly section: string; readonly question: string; readonly type: FieldChecklistItem['type']; readonly possibleValues: readonly string[] }[];
}

export interface FieldFolder {
	readonly id: string;
	readonly projectId: string;
	/** Whole path with `/`. */
	path: string;
}

export interface FieldDocumentReference {
	readonly id: string;
	readonly projectId: string;
	readonly documentId: string;
	readonly containerType: string;
	readonly containerId: string;
	readonly caption: string | null;
	readonly tags: string | null;
}

export interface FieldAttachment {
	readonly id: string;
	readonly projectId: string;
	readonly kind: 'Attachment' | 'Signature';
	readonly containerType: string;
	readonly containerId: string;
	readonly filename: string;
	readonly contentType: string;
	readonly caption: string | null;
	readonly tags: string | null;
	readonly original: Uint8Array;
	readonly thumb: Uint8Array | undefined;
	readonly createdBy: string;
	readonly createdAt: Date;
	readonly updatedAt: Date;
}

export interface FieldDocument {
	readonly id: string;
	readonly projectId: string;
	/** Folder path with `/`; empty for the top level. */
	folder: string;
	filename: string;
	readonly contentType: string;
	tags: string | null;
	caption: string | null;
	readonly photo: boolean;
	/** Not processed yet: listed by all_filtered_files, skipped by all_files. */
	pending: boolean;
	/** Revision 0 first. */
	readonly revisions: FieldRevision[];
}

export interface FieldRevision {
	readonly bytes: Uint8Array;
	readonly pages: number;
	readonly createdBy: string;
	readonly createdAt: Date;
}

/** A task or a task template; `given` holds what the client sent besides the members named here. */
export interface FieldTask {
	readonly id: string;
	readonly projectId: string;
	template: boolean;
	readonly createdAt: Date;
	updatedAt: Date;
	readonly given: Map<string, unknown>;
}

/** `given` holds what the document names of a piece of equipment, by its own names. */
export interface FieldEquipment {
	readonly id: string;
	readonly projectId: string;
	readonly createdBy: string;
	readonly createdAt: Date;
	updatedAt: Date;
	deleted: boolean;
	given: Map<string, unknown>;
	readonly customValues: FieldCustomValue[];
	readonly comments: FieldComment[];
	/** Statuses passed through, oldest first. */
	readonly history: { readonly status: string; readonly user: string; readonly from: Date }[];
}

export interface FieldDailyUpdate {
	readonly id: string;
	readonly projectId: string;
	readonly createdBy: string;
	readonly createdAt: Date;
	updatedAt: Date;
	status: 'Open' | 'Closed';
	/** Calendar day. */
	day: string;
	readonly summaryId: string;
	summary: string;
	weather: Readonly<Record<string, unknown>>;
	labor: readonly Readonly<Record<string, unknown>>[];
}
