import type { FileCategory } from './file-formats';

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
	readonly crops: Map<string, CintooCrop>;
	readonly measurements: Map<string, CintooMeasurement>;
	readonly files: Map<string, CintooFile>;
	readonly tagLists: Map<string, CintooTagList>;
	/** Hubs of Newforma Konekt that the account is configured with. */
	readonly konektHubs: Map<string, KonektHub>;
	/** Newforma Konekt itself: what each of its API tokens opens. */
	readonly konektTokens: ReadonlyMap<string, KonektSite>;
	/** People who have signed in to Autodesk, by user. */
	readonly autodeskConnections: Map<string, AutodeskConnection>;
	/** Which project a blob name belongs to. */
	readonly blobProjects: Map<string, string>;
	/** Signed for upload and not yet registered. */
	readonly uploads: CintooUpload[];
	/** Invitations sent, so that a test sees that none went out twice. */
	readonly invitations: string[];
	/** Taken on, and not done yet. */
	readonly later: LaterWork[];
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
	name: string;
	description: string;
	color: string;
	permissions: readonly string[];
	/** Brought by the service: can be neither changed nor deleted. */
	readonly isBase: boolean;
	readonly createdBy: string;
	readonly createdAt: string;
	updatedAt: string;
}

export interface CintooSubscription {
	readonly id: string;
	readonly name: string;
	isActive: boolean;
	readonly start: string;
	readonly end: string;
	/** How many its projects may hold together, deleted projects left out. */
	tagCapacity: number;
	scanCapacity: number;
	geoImageCapacity: number;
}

export interface CintooGroup {
	readonly id: string;
	readonly name: string;
	readonly description: string;
	readonly color: string;
	readonly userIds: Set<string>;
	readonly createdBy: string;
	readonly createdAt: string;
	updatedAt: string;
}

/** What somebody may do in a project, and where. */
export interface Contribution {
	readonly roleId: string;
	/** Work zones, those below included; a new one takes over the contributors of its parent. */
	readonly workzoneIds: Set<string>;
	/** ISO 8601; without an end when null. */
	expiresAt: string | null;
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
	spatialReference: unknown;
	coordinatesTransformation: unknown;
	readonly rootWorkzoneId: string;
	/** By user; the owner has every permission and needs no contribution. */
	readonly members: Map<string, Contribution>;
	/** By group. */
	readonly groups: Map<string, Contribution>;
	konekt?: KonektLink;
	autodesk?: AutodeskLink;
	readonly modification: Modification;
}

export interface CintooWorkzone {
	readonly id: string;
	readonly projectId: string;
	readonly parentId: string | null;
	readonly rootWorkzoneId: string;
	readonly name: string;
	readonly description: string;
	readonly coverUrl: string | null;
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
	readonly integrations: { readonly type: Tracker; url: string | null }[];
	readonly modification: Modification;
}

/** The issue trackers that an annotation can be linked to. */
export type Tracker = 'AUTODESK' | 'NEWFORMA_KONEKT' | 'PROCORE';

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

export interface CintooCrop {
	readonly id: string;
	readonly projectId: string;
	workzoneId: string;
	name: string;
	/** Strings of the viewer, opaque here. */
	crop: string;
	actualCrop: string;
	rotation: string;
	layers: string | null;
	cameraType: string;
	cameraState: string;
	scan: string;
	thumbnailBlobName: string | null;
	oview: number | null;
	settings: string | null;
	readonly modification: Modification;
}

export interface Point {
	readonly x: number;
	readonly y: number;
	readonly z: number;
}

export interface CintooMeasurement {
	readonly id: string;
	readonly projectId: string;
	readonly workzoneId: string;
	readonly name: string;
	/** Metres. */
	readonly startPoint: Point;
	readonly endPoint: Point;
	readonly scanId: string | null;
	readonly modification: Modification;
}

export interface CintooFile {
	readonly id: string;
	readonly projectId: string;
	readonly workzoneId: string;
	readonly category: FileCategory;
	name: string;
	readonly formatId: number;
	/** Bytes. */
	size: number;
	readonly blobName: string;
	/** Where it stands in the scene, of a file that has a place there. */
	placement?: Placement;
	readonly createdAt: string;
	readonly createdBy: string;
	updatedAt?: string;
	updatedBy?: string;
}

/** Metres, a quaternion and ratios; null where nothing was set. */
export interface Placement {
	readonly translation: unknown;
	readonly rotation: unknown;
	readonly scale: unknown;
}

export interface CintooUpload {
	readonly projectId: string;
	/** What it was signed for: the URN of a work zone, of the project as its cover, or of a crop. */
	readonly purpose: string;
	readonly name: string;
	readonly extension: string;
	/** Bytes. */
	readonly size: number;
	/** Hexadecimal, lower case. */
	readonly md5: string;
	readonly blobName: string;
}

export interface CintooTagList {
	readonly id: string;
	readonly projectId: string;
	workzoneId: string;
	tagListType: '2d' | '3d';
	name: string;
	description: string | null;
	color: string | null;
	metadataDefinition: readonly unknown[];
	attachments: readonly TagListAttachment[];
	/** Counts up with every change of its tags. */
	tagsVersion: number;
	/** Closed to every change while objects are being detected. */
	pending: boolean;
	/** Oldest first, deleted ones included. */
	readonly tags: Map<string, CintooTag>;
	readonly modification: Modification;
}

export interface TagListAttachment {
	readonly id: string;
	readonly name: string;
	readonly blob: string | null;
	readonly pages: readonly TagListPage[];
}

export interface TagListPage {
	readonly id: string;
	readonly index: number | null;
	readonly scale: number | null;
	readonly width: number | null;
	readonly height: number | null;
	readonly name: string | null;
	readonly hidden: boolean | null;
}

export interface CintooTag {
	readonly id: string;
	data: Readonly<Record<string, unknown>>;
	/** The version of the list in which this tag changed last. */
	tagsVersion: number;
	readonly modification: Modification;
}

/** A hub of Newforma Konekt as its own API shows it to the holder of a token. */
export interface KonektSite {
	readonly konektId: string;
	readonly name: string;
	readonly beta: boolean;
	readonly projects: readonly { readonly id: string; readonly name: string }[];
}

export type HubStrategy = 'CONFIG_ON_PROJECT' | 'BOTH_WAY' | 'UPDATES_ONLY_FROM_KONEKT';
export type ProjectStrategy = Exclude<HubStrategy, 'CONFIG_ON_PROJECT'>;

export interface KonektHub {
	readonly id: string;
	readonly site: KonektSite;
	options: { readonly allowCreateNewUsersOnHub: boolean; readonly syncStrategy: HubStrategy };
	connected: boolean;
	readonly modification: Modification;
}

/** How a project is linked to one on a Konekt hub. */
export interface KonektLink {
	/** The hub's id on Konekt. */
	hubId: string;
	konektId: number;
	options: { readonly allowInviteUsers: boolean; readonly syncStrategy: ProjectStrategy };
	readonly modification: Modification;
}

/** How a project is linked to one of Autodesk. */
export interface AutodeskLink {
	autodeskHubId: string;
	autodeskProjectId: string;
	readonly modification: Modification;
}

export interface AutodeskConnection {
	readonly email: string;
	readonly userName: string;
	readonly firstName: string;
	readonly lastName: string;
	readonly hubs: readonly { readonly autodeskId: string; readonly name: string; readonly projects: readonly { readonly autodeskId: string; readonly name: string }[] }[];
}

/**
 * Work that the service does after it has answered, and of which it never says that it is done.
 *
 * It is finished once it has been looked for `looksLeft` times, so that waiting is tested without a clock.
 */
export interface LaterWork {
	readonly kind: 'link' | 'detection' | 'copy' | 'export';
	readonly projectIds: readonly string[];
	looksLeft: number;
	readonly finish: () => void;
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
