/** Everything the sandbox's Cintoo remembers. Ids are bare UUIDs; URNs are made on the way out. */
export interface CintooState {
	readonly account: CintooAccount;
	readonly users: Map<string, CintooUser>;
	readonly roles: Map<string, CintooRole>;
	readonly subscriptions: Map<string, CintooSubscription>;
	readonly groups: Map<string, CintooGroup>;
	/** Deleted ones included, as the service lists them. */
	readonly projects: Map<string, CintooProject>;
	readonly workzones: Map<string, CintooWorkzone>;
	readonly annotations: Map<string, CintooAnnotation>;
	readonly shareLinks: Map<string, CintooShareLink>;
	readonly files: Map<string, CintooFile>;
	readonly tagLists: Map<string, CintooTagList>;
	readonly tags: Map<string, CintooTag>;
	/** Which project a blob name belongs to. */
	readonly blobProjects: Map<string, string>;
	/** Signed for upload and not yet registered. */
	readonly uploads: CintooUpload[];
	/** Invitations sent, so that a test sees that none went out twice. */
	readonly invitations: string[];
	readonly signIn: CintooSignIn;
}

export interface CintooAccount {
	readonly id: string;
	readonly name: string;
	readonly ownerId: string;
	readonly createdAt: string;
}

export type AccountRole = 'administrator' | 'projectManager' | 'projectLister';

export interface CintooUser {
	readonly id: string;
	readonly email: string;
	readonly firstName: string;
	readonly lastName: string;
	readonly company: string;
	readonly title: string;
	/** An invited person who has not accepted yet is shown without name (Cintoo API 2, line 721). */
	readonly confirmed: boolean;
	accountRoles: AccountRole[];
}

export interface CintooRole {
	readonly id: string;
	readonly name: string;
	readonly description: string;
	readonly color: string;
	readonly permissions: readonly string[];
}

export interface CintooSubscription {
	readonly id: string;
	readonly name: string;
	readonly isActive: boolean;
	readonly start: string;
	readonly tagCapacity: number;
	readonly scanCapacity: number;
}

export interface CintooGroup {
	readonly id: string;
	readonly name: string;
	readonly description: string;
	readonly color: string;
	readonly userIds: string[];
}

/** Who changed a thing last, and whether it is gone. Times are ISO 8601 in UTC. */
export interface Modification {
	createdAt: string;
	createdBy: string;
	updatedAt?: string;
	updatedBy?: string;
	deletedAt?: string;
	deletedBy?: string;
}

export interface CintooProject {
	readonly id: string;
	subscriptionId: string;
	readonly region: string;
	name: string;
	description: string | null;
	ownerId: string;
	location: unknown;
	coverBlobName: string | null;
	readonly rootWorkzoneId: string;
	/** Role by member; the owner has every permission and needs none. */
	readonly members: Map<string, string>;
	readonly modification: Modification;
}

export interface CintooWorkzone {
	readonly id: string;
	readonly projectId: string;
	readonly parentId: string | null;
	readonly rootWorkzoneId: string;
	readonly name: string;
	readonly description: string;
	readonly modification: Modification;
}

export type AnnotationType = 'Private note' | 'Note' | 'Issue' | 'Resolved';

export interface CintooAnnotation {
	readonly id: string;
	readonly projectId: string;
	readonly workzoneId: string;
	readonly number: number;
	annotationType: AnnotationType;
	title: string;
	/** HTML or plain text; the plain text is derived. */
	description: string;
	assignedTo: readonly string[];
	/** YYYY-MM-DD. */
	dueDate?: string;
	priority?: number;
	position: unknown;
	normal?: unknown;
	imgBlobName?: string;
	savedView?: unknown;
	labels: readonly string[];
	modelElementGUIDs?: readonly string[];
	attachments: readonly CintooAttachment[];
	readonly comments: CintooComment[];
	readonly integrations: { readonly type: 'AUTODESK' | 'NEWFORMA_KONEKT' | 'PROCORE'; readonly url: string | null }[];
	readonly modification: Modification;
}

export interface CintooAttachment {
	readonly id: string;
	readonly blobName: string;
}

export interface CintooComment {
	readonly id: string;
	readonly description: string;
	readonly attachments: readonly CintooAttachment[];
	readonly modification: Modification;
}

export interface CintooShareLink {
	/** A free string, not a UUID. */
	readonly id: string;
	readonly projectId: string;
	readonly workzoneId: string;
	name: string;
	sharedWorkzonesIds: readonly string[];
	password?: string;
	membershipRequired: boolean;
	shareOptions: unknown;
	expiresAt: string | null;
	logoBlob: string | null;
	savedView: unknown;
	readonly createdBy: string;
	readonly createdAt: string;
}

export interface CintooFile {
	readonly id: string;
	readonly projectId: string;
	readonly workzoneId: string;
	readonly category: string;
	readonly name: string;
	readonly formatId: number;
	readonly size: number;
	readonly blobName: string;
	readonly createdAt: string;
	readonly createdBy: string;
}

export interface CintooUpload {
	readonly projectId: string;
	readonly workzoneId: string;
	readonly name: string;
	readonly extension: string;
	readonly size: number;
	/** Hexadecimal, lower case. */
	readonly md5: string;
	readonly blobName: string;
}

export interface CintooTagList {
	readonly id: string;
	readonly projectId: string;
	workzoneId: string;
	readonly tagListType: '2d' | '3d';
	name: string;
	description: string | null;
	color: string | null;
	metadataDefinition: readonly unknown[];
	attachments: readonly unknown[];
	tagsVersion: number;
	readonly modification: Modification;
}

export interface CintooTag {
	readonly id: string;
	readonly tagListId: string;
	data: Readonly<Record<string, unknown>>;
	/** The version of the list in which this tag changed last. */
	tagsVersion: number;
	readonly modification: Modification;
}

export interface CintooSignIn {
	readonly codes: Map<string, PendingCode>;
	/** The refresh tokens that still work, oldest first. */
	readonly refreshTokens: Map<string, { readonly userId: string; readonly expires: Date }>;
	/** Counts up to make every access token of before look expired. */
	epoch: number;
	/** How often a refresh token was turned into a new pair. */
	refreshes: number;
}

export interface PendingCode {
	readonly userId: string;
	readonly redirectUri: string;
	readonly challenge?: string;
	readonly expires: Date;
}
