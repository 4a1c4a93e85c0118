import type { Needs } from '../vocabulary';

type Family = Omit<Needs, 'scopes' | 'permissions'>;

/**
 * The product families under one host: whose token each takes, and how each spells the headers for the region and
 * for the user an application acts as (ACC document, "Authentication Context" and "Headers" of each operation).
 */
const families = {
	/** Account administration, `construction/admin` (line 25 and 29). */
	admin: { token: 'either', region: 'Region', actAs: 'User-Id' },
	/** The older account administration, `hq`: nothing but the application's own token (line 937). */
	directory: { token: 'app', region: 'Region' },
	/** Issues (line 7828). */
	issues: { token: 'user', region: 'x-ads-region' },
	/** Attachments of issues: no region header is documented (line 9257). */
	issueAttachments: { token: 'user' },
	photos: { token: 'user' },
	assets: { token: 'user' },
	rfis: { token: 'user' },
	forms: { token: 'user' },
	/** Locations (line 9362). */
	locations: { token: 'user', region: 'region' },
	/** Exports of files (line 5927). */
	files: { token: 'either', actAs: 'x-user-id' },
	/** Permissions and attributes of folders (line 6229). */
	documents: { token: 'either', actAs: 'x-user-id' },
	/** Naming standards: a region, but no acting user (line 6513). */
	namingStandards: { token: 'either', region: 'x-ads-region' },
	/** Packages and reviews (lines 7189 and 9792). */
	packages: { token: 'either', actAs: 'x-user-id' },
	reviews: { token: 'either', actAs: 'x-user-id' },
	specifications: { token: 'user' },
	dataConnector: { token: 'user' },
	/** Hubs, folders, items and versions. */
	dataManagement: { token: 'either', actAs: 'x-user-id' },
	/** The object storage below data management. */
	storage: { token: 'either' },
} as const satisfies Record<string, Family>;

/** What an operation of a family needs, with the scopes of which any one suffices. */
export const needs = (family: keyof typeof families, ...scopes: readonly string[]): Needs => ({ ...families[family], scopes });
