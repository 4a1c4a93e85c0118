/** What the sandbox of ACC remembers. Members that begin empty are filled by `sample.ts`. */
export interface AccState {
	readonly accountId: string;
	readonly accountName: string;
	readonly region: string;
	readonly projects: AccProject[];
	/** Projects from which others are made; they are in no list of projects unless asked for. */
	readonly templates: AccProject[];
	/** How many further looks at a new project answer `pending`, by its id. */
	readonly settingUp: Map<string, number>;
	/** Addresses of the pictures of projects and companies, by id. */
	readonly images: Map<string, string>;
	readonly businessUnits: BusinessUnit[];
	readonly dataRequests: DataRequest[];
	readonly dataJobs: DataJob[];
	/** How the next jobs of the Data Connector end, in their order; those after them succeed. */
	readonly plannedOutcomes: DataOutcome[];
	readonly companies: AccCompany[];
	readonly users: AccUser[];
	readonly roles: AccRole[];
	readonly members: Member[];
	readonly issueTypes: IssueType[];
	readonly attributes: AttributeDefinition[];
	readonly mappings: AttributeMapping[];
	readonly rootCauses: RootCauseCategory[];
	readonly issues: Issue[];
	readonly comments: IssueComment[];
	readonly attachments: Attachment[];
	readonly locations: LocationNode[];
	readonly photos: Photo[];
	readonly assetCategories: AssetCategory[];
	readonly assetStatusSets: AssetStatusSet[];
	readonly assetStatuses: AssetStatus[];
	readonly assetAttributes: AssetAttribute[];
	readonly assets: Asset[];
	readonly rfis: Rfi[];
	readonly rfiTypes: RfiType[];
	readonly rfiAttributes: RfiAttribute[];
	readonly rfiComments: RfiComment[];
	readonly rfiResponses: RfiResponse[];
	readonly rfiAttachments: RfiAttachment[];
	readonly formTemplates: FormTemplate[];
	readonly forms: Form[];
	readonly folders: Folder[];
	readonly items: Item[];
	readonly versions: Version[];
	/** Storage objects by key inside the bucket. */
	readonly objects: Map<string, StorageObject>;
	readonly uploads: Map<string, Upload>;
	readonly exports: FileExport[];
	readonly documentAttributes: DocumentAttribute[];
	/** By version id, then by attribute id. */
	readonly documentValues: Map<string, Map<number, string>>;
	readonly namingStandards: NamingStandard[];
	readonly folderPermissions: FolderPermission[];
	/** Models a published version links to, by its id. */
	readonly linkedModels: Map<string, readonly string[]>;
	readonly workflows: ReviewWorkflow[];
	readonly reviews: Review[];
	readonly packages: FilePackage[];
	readonly specVersions: SpecVersion[];
	readonly submittals: Submittal[];
}

export interface AccProject {
	/** Bare UUID; data management writes it with `b.` in front. */
	readonly id: string;
	readonly name: string;
	readonly platform: 'acc' | 'bim360';
	readonly status: 'active' | 'pending' | 'archived' | 'suspended';
	readonly type: string;
	readonly jobNumber: string;
	readonly city: string;
	readonly country: string;
	readonly timezone: string;
	readonly products: readonly string[];
	/** `production` when left out. */
	readonly classification?: string;
	readonly createdAt: string;
	readonly updatedAt: string;
}

export interface BusinessUnit {
	readonly id: string;
	readonly parentId: string | null;
	readonly name: string;
	readonly description: string | null;
	readonly createdAt: string;
}

export type DataOutcome = 'success' | 'failed' | 'cancelled';

export interface DataRequest {
	readonly id: string;
	/** Autodesk ID. */
	readonly createdBy: string;
	readonly createdAt: string;
	updatedAt: string;
	/** As it was sent. */
	content: Readonly<Record<string, unknown>>;
}

export interface DataJob {
	readonly id: string;
	readonly requestId: string;
	readonly createdBy: string;
	readonly createdAt: string;
	startedAt: string | null;
	completedAt: string | null;
	status: 'queued' | 'running' | 'complete';
	outcome: DataOutcome;
	/** How many further looks find it unfinished. */
	looksLeft: number;
}

export interface AccCompany {
	readonly id: string;
	readonly name: string;
	readonly trade: string;
	/** By this id a company is an assignee in issues and RFIs. */
	readonly memberGroupId: string;
	/** Further members, as they were written. */
	readonly details?: Readonly<Record<string, unknown>>;
	readonly createdAt: string;
	readonly updatedAt: string;
}

export interface AccUser {
	/** UUID of the account administration. */
	readonly id: string;
	/** Twelve characters; the id by which everything else names a person. Empty until an invitation is accepted. */
	readonly autodeskId: string;
	readonly email: string;
	readonly firstName: string;
	readonly lastName: string;
	readonly jobTitle: string;
	readonly companyId: string;
	readonly defaultRole?: string | undefined;
	readonly accountRole: 'account_admin' | 'account_user';
	readonly status: 'active' | 'inactive' | 'pending' | 'not_invited';
	readonly createdAt: string;
	readonly updatedAt: string;
}

export interface AccRole {
	readonly id: string;
	readonly name: string;
	/** By this id a role is an assignee in issues. */
	readonly memberGroupId: string;
}

export interface Member {
	readonly projectId: string;
	/** Autodesk ID; the id of the account administration where there is none yet. */
	readonly userId: string;
	/** Company for which the person stands here, where it is not their own. */
	readonly companyId?: string;
	readonly products?: readonly { readonly key: string; readonly access: string }[];
	readonly updatedAt?: string;
	readonly roleIds: readonly string[];
	readonly isAdmin: boolean;
	/** May add and change members, without their products. */
	readonly managesMembers?: boolean;
	/** manage: all; full: sees all, creates; create: creates and assigns inside the own company. */
	readonly level: 'manage' | 'full' | 'create';
	readonly status: 'active' | 'pending' | 'deleted';
	readonly addedOn: string;
}

export interface IssueType {
	readonly id: string;
	readonly projectId: string;
	readonly title: string;
	readonly isActive: boolean;
	readonly updatedAt: string;
	readonly subtypes: readonly IssueSubtype[];
}

export interface IssueSubtype {
	readonly id: string;
	readonly title: string;
	readonly code: string;
	readonly isActive: boolean;
}

export interface AttributeDefinition {
	readonly id: string;
	readonly projectId: string;
	readonly title: string;
	readonly description: string;
	readonly dataType: 'list' | 'text' | 'paragraph' | 'numeric';
	readonly options: readonly { readonly id: string; readonly value: string }[];
	readonly createdAt: string;
	readonly updatedAt: string;
}

export interface AttributeMapping {
	readonly id: string;
	readonly projectId: string;
	readonly attributeDefinitionId: string;
	readonly mappedItemType: 'project' | 'issueType' | 'issueSubtype';
	readonly mappedItemId: string;
	readonly order: number;
	readonly createdAt: string;
	readonly updatedAt: string;
}

export interface RootCauseCategory {
	readonly id: string;
	readonly projectId: string;
	readonly title: string;
	readonly updatedAt: string;
	readonly rootCauses: readonly { readonly id: string; readonly title: string }[];
}

export interface AttributeValue {
	readonly attributeDefinitionId: string;
	readonly value: string | number | null;
}

export interface Issue {
	readonly id: string;
	readonly projectId: string;
	readonly displayId: number;
	title: string;
	description: string | null;
	issueTypeId: string;
	issueSubtypeId: string;
	status: string;
	assignedTo: string | null;
	assignedToType: string | null;
	/** Calendar days, `YYYY-MM-DD`. */
	dueDate: string | null;
	startDate: string | null;
	locationId: string | null;
	locationDetails: string | null;
	rootCauseId: string | null;
	published: boolean;
	deleted: boolean;
	deletedAt: string | null;
	deletedBy: string | null;
	watchers: readonly string[];
	customAttributes: readonly AttributeValue[];
	gpsCoordinates: { readonly latitude: number; readonly longitude: number } | null;
	closedAt: string | null;
	closedBy: string | null;
	readonly createdBy: string;
	readonly createdAt: string;
	updatedBy: string;
	updatedAt: string;
}

export interface IssueComment {
	readonly id: string;
	readonly issueId: string;
	readonly body: string;
	readonly createdBy: string;
	readonly createdAt: string;
}

export interface Attachment {
	readonly attachmentId: string;
	readonly projectId: string;
	readonly issueId: string;
	readonly displayName: string;
	readonly fileName: string;
	readonly attachmentType: string;
	readonly storageUrn: string;
	readonly fileSize: number;
	readonly createdBy: string;
	readonly createdOn: string;
	deletedBy: string | null;
	deletedOn: string | null;
}

export interface LocationNode {
	readonly id: string;
	readonly projectId: string;
	readonly parentId: string | null;
	readonly type: 'Root' | 'Area';
	readonly name: string;
	readonly barcode: string | null;
	readonly order: number;
}

export interface Photo {
	readonly id: string;
	readonly projectId: string;
	readonly containerId: string;
	readonly title: string;
	readonly description: string;
	readonly mediaType: 'NORMAL' | 'INFRARED' | 'PHOTOSPHERE' | 'VIDEO';
	readonly type: string;
	readonly size: number;
	readonly createdBy: string;
	/** ISO 8601 with zone; the service itself leaves the zone out. */
	readonly createdAt: string;
	readonly takenAt: string;
	/** Set on deleted media, which answer 410. */
	readonly deletedAt: string | null;
	/** Keys of the bytes in storage. */
	readonly fileKey: string;
	readonly thumbnailKey: string;
}

export interface AssetCategory {
	readonly id: string;
	readonly projectId: string;
	readonly name: string;
	readonly parentId: string | null;
	readonly isActive: boolean;
	readonly createdAt: string;
	readonly updatedAt: string;
}

export interface AssetStatus {
	readonly id: string;
	readonly projectId: string;
	readonly setId: string;
	readonly label: string;
	readonly color: string;
}

export interface AssetStatusSet {
	readonly id: string;
	readonly projectId: string;
	readonly name: string;
	readonly isDefault: boolean;
}

export interface AssetAttribute {
	readonly id: string;
	readonly projectId: string;
	/** `ca1`, by which assets hold its value. */
	readonly name: string;
	readonly displayName: string;
	readonly dataType: 'text' | 'numeric' | 'date' | 'boolean' | 'select' | 'multi_select';
	readonly values: readonly { readonly id: string; readonly displayName: string }[];
	/** Where it is set; the categories below inherit it. */
	readonly categoryId: string;
}

export type AssetValue = string | number | boolean | readonly string[] | null;

export interface Asset {
	readonly id: string;
	readonly projectId: string;
	clientAssetId: string;
	description: string | null;
	categoryId: string;
	statusId: string;
	locationId: string | null;
	barcode: string | null;
	readonly companyId: string;
	customAttributes: Readonly<Record<string, AssetValue>>;
	isActive: boolean;
	version: number;
	readonly createdBy: string;
	readonly createdAt: string;
	updatedAt: string;
	deletedAt: string | null;
}

export interface Party {
	readonly id: string;
	readonly type: string;
}

export interface Rfi {
	readonly id: string;
	readonly projectId: string;
	readonly customIdentifier: string;
	title: string;
	question: string | null;
	status: string;
	previousStatus: string | null;
	assignedTo: readonly Party[];
	dueDate: string | null;
	locationDescription: string | null;
	locations: readonly string[];
	officialResponse: string | null;
	officialResponseStatus: string;
	suggestedAnswer: string | null;
	costImpact: string | null;
	scheduleImpact: string | null;
	priority: string | null;
	discipline: readonly string[];
	category: readonly string[];
	reference: string;
	rfiTypeId: string;
	coReviewers: readonly Party[];
	watchers: readonly Party[];
	customAttributes: readonly { readonly id: string; readonly values: readonly string[] }[];
	readonly createdBy: string;
	readonly createdAt: string;
	updatedBy: string;
	updatedAt: string;
	closedAt: string | null;
}

export interface RfiType {
	readonly id: string;
	readonly projectId: string;
	readonly name: string;
	readonly wfType: 'US' | 'EU';
	readonly status: 'active' | 'inactive' | 'hidden';
	readonly isDefault: boolean;
}

export interface RfiAttribute {
	readonly id: string;
	readonly projectId: string;
	readonly name: string;
	readonly type: 'text' | 'numeric';
	readonly status: 'active' | 'inactive' | 'hidden';
	readonly multipleChoice: boolean;
	readonly possibleValues: readonly { readonly id: string; readonly name: string }[];
}

export interface RfiResponse {
	readonly id: string;
	readonly rfiId: string;
	readonly state: 'submitted';
	readonly text: string;
	readonly status: string;
	readonly createdBy: string;
	readonly onBehalf: string | null;
	readonly createdAt: string;
}

/** The storage behind it holds the bytes under the key. */
export interface RfiAttachment {
	readonly attachmentId: string;
	readonly rfiId: string;
	readonly displayName: string;
	readonly objectKey: string;
	readonly fileSize: number;
	readonly createdBy: string;
	readonly createdOn: string;
}

export interface RfiComment {
	readonly id: string;
	readonly rfiId: string;
	readonly body: string;
	readonly createdBy: string;
	readonly createdAt: string;
}

/** A question of a template that is no PDF. */
export interface FormField {
	readonly fieldId: string;
	/** Id of its item in the layout, where that is another: then the item's `schema` is the id of the field. */
	readonly uid?: string;
	readonly sectionLabel: string;
	readonly itemLabel: string;
	readonly valueName: 'textVal' | 'toggleVal' | 'arrayVal' | 'numberVal' | 'choiceVal' | 'dateVal';
}

export type FormTable = 'worklogEntries' | 'materialsEntries' | 'equipmentEntries';

/** A table in the layout of a template: one of the three every template may have, or one of its own, whose `schema` is an id. */
export interface FormTableLayout {
	readonly uid: string;
	readonly schema: string;
	readonly sectionLabel: string;
	readonly label: string;
	/** `columnType` as in `number_val`. */
	readonly columns: readonly { readonly uid: string; readonly columnKey: string; readonly columnType: string; readonly label: string }[];
}

export interface FormTemplate {
	readonly fields: readonly FormField[];
	readonly tables: readonly FormTableLayout[];
	readonly id: string;
	readonly projectId: string;
	readonly name: string;
	readonly status: 'active' | 'inactive' | 'deleted';
	readonly templateType: string;
	readonly isPdf: boolean;
	readonly updatedAt: string;
}

export interface Form {
	readonly id: string;
	readonly projectId: string;
	readonly templateId: string;
	readonly formNum: number;
	name: string;
	status: string;
	/** Calendar day. */
	formDate: string;
	assigneeId: string | null;
	locationId: string | null;
	notes: string;
	description: string | null;
	assigneeType: string | null;
	/** Answers by field id, under the name of their type. */
	values: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
	rows: readonly { readonly id: string; readonly table: string; readonly columns: readonly Readonly<Record<string, unknown>>[] }[];
	readonly createdBy: string;
	updatedBy: string;
	readonly createdAt: string;
	updatedAt: string;
}

export interface Folder {
	readonly id: string;
	readonly projectId: string;
	name: string;
	parentId: string | null;
	/** Deleted: hidden until it is restored. */
	removed?: boolean;
	readonly namingStandardId?: string;
	/** The root above "Project Files" is in no list. */
	readonly hidden: boolean;
	readonly createdAt: string;
}

export interface Item {
	readonly id: string;
	readonly projectId: string;
	readonly folderId: string;
	name: string;
	removed?: boolean;
	/** Locked by somebody: writes answer 423. */
	locked?: boolean;
	readonly createdBy: string;
	readonly createdAt: string;
}

export interface Version {
	/** `urn:adsk.wipprod:fs.file:vf.<id>?version=<n>` */
	readonly id: string;
	readonly itemId: string;
	readonly number: number;
	readonly name: string;
	readonly objectKey: string;
	readonly createdBy: string;
	readonly createdAt: string;
	/** What an export makes of it: a page, nothing to show, or the end of the whole job. */
	readonly exported: 'page' | 'empty' | 'broken';
}

export interface DocumentAttribute {
	readonly id: number;
	readonly projectId: string;
	readonly name: string;
	readonly type: 'string' | 'date' | 'array';
	readonly arrayValues?: readonly string[];
}

/** What somebody may do in a folder by a permission of its own. */
export interface FolderPermission {
	readonly folderId: string;
	readonly subjectId: string;
	readonly subjectType: 'USER' | 'ROLE' | 'COMPANY';
	actions: readonly string[];
}

export interface NamingStandard {
	readonly id: string;
	readonly projectId: string;
	readonly name: string;
	readonly definition: Readonly<Record<string, unknown>>;
}

export interface StorageObject {
	readonly key: string;
	readonly name: string;
	readonly projectId: string;
	/** Undefined until an upload is completed. */
	readonly size?: number;
}

export interface Upload {
	readonly key: string;
	readonly objectKey: string;
	/** The highest part for which an address was given out. */
	parts: number;
}

export interface FileExport {
	readonly id: string;
	readonly projectId: string;
	readonly startedBy: string;
	readonly versionIds: readonly string[];
	readonly fileName: string;
	/** How many further looks answer `processing`. */
	pollsLeft: number;
}

/** Somebody as reviews name them: `autodeskId` is that of a person, a role or a company. */
export interface ReviewParty {
	readonly autodeskId: string;
	readonly name: string;
}

export interface Candidates {
	readonly roles: readonly ReviewParty[];
	readonly users: readonly ReviewParty[];
	readonly companies: readonly ReviewParty[];
}

export interface WorkflowStep {
	readonly id: string;
	readonly name: string;
	readonly type: 'REVIEWER' | 'APPROVER';
	/** Days. */
	readonly duration: number;
	readonly candidates: Candidates;
}

export interface ApprovalStatus {
	readonly id: string;
	readonly label: string;
	readonly value: 'APPROVED' | 'REJECTED';
	readonly builtIn: boolean;
}

export interface ReviewWorkflow {
	readonly id: string;
	readonly projectId: string;
	readonly name: string;
	readonly description: string;
	readonly notes: string;
	status: 'ACTIVE' | 'INACTIVE';
	readonly approvalStatuses: readonly ApprovalStatus[];
	readonly steps: readonly WorkflowStep[];
	/** Folder that approved files are copied to. */
	readonly copyTo: string | null;
	/** Whose steps the one who starts a review may fill anew. */
	readonly refills: readonly WorkflowStep['type'][];
	/** Whether the one who starts a review may choose another folder. */
	readonly copiesElsewhere: boolean;
	readonly createdAt: string;
	readonly updatedAt: string;
}

export interface Review {
	readonly id: string;
	readonly projectId: string;
	readonly sequenceId: number;
	readonly name: string;
	status: 'OPEN' | 'CLOSED' | 'VOID' | 'FAILED';
	readonly workflowId: string;
	currentStepId: string | null;
	currentStepDueDate: string | null;
	readonly createdBy: string;
	readonly createdAt: string;
	updatedAt: string;
	finishedAt: string | null;
	archivedBy: string | null;
	archivedAt: string | null;
	/** What was done in the present round, the oldest first. */
	readonly progress: ReviewAction[];
	readonly files: readonly ReviewedFile[];
	/** What was asked for when it began here. */
	readonly started?: { readonly notes: string; readonly copyTo: string | null; readonly steps: readonly { readonly id: string; readonly candidates: Candidates }[] };
}

export interface ReviewAction {
	readonly stepId: string;
	readonly status: 'CLAIMED' | 'SUBMITTED' | 'SENT_BACK';
	/** Autodesk ID. */
	readonly by: string;
	readonly endTime: string | null;
	readonly notes: string;
}

export interface ReviewedFile {
	/** URN of the version. */
	readonly versionId: string;
	/** Nothing until somebody decides. */
	readonly approvalStatusId: string | null;
	readonly copiedVersionId: string | null;
}

export interface FilePackage {
	readonly id: string;
	readonly projectId: string;
	readonly displayId: number;
	readonly name: string;
	readonly description: string;
	readonly versionType: 'FIXED' | 'CURRENT';
	readonly createdBy: string;
	readonly createdAt: string;
	updatedBy: string;
	updatedAt: string;
	lockedBy: string | null;
	lockedAt: string | null;
	readonly files: readonly PackagedFile[];
}

export interface PackagedFile {
	readonly id: string;
	/** URN of the version. */
	readonly versionId: string;
	readonly isDeleted: boolean;
	readonly addedAt: string;
}

export interface SpecVersion {
	/** A number, as text. */
	readonly id: string;
	readonly projectId: string;
	readonly name: string;
	readonly status: 'Completed' | 'Processing' | 'Failed';
	readonly currentVersion: boolean;
	readonly createdAt: string;
	readonly updatedAt: string;
}

export interface Submittal {
	readonly versionId: string;
	readonly submittalId: string;
	readonly divisionCode: string;
	readonly divisionName: string;
	readonly specNumber: string;
	readonly specName: string;
	readonly heading: string;
	readonly description: string;
	readonly category: string;
	readonly group: string;
	readonly paraCode: string;
}
