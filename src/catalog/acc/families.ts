import type { Needs } from '../vocabulary';

type Family = Omit<Needs, 'scopes' | 'permissions'>;

const hq = { family: 'hq', perMinute: 100 } as const;
const issueRate = { family: 'issues', perMinute: 500 } as const;

/**
 * The product families under one host: whose token each takes, and how each spells the headers for the region and
 * for the user an application acts as (ACC document, "Authentication Context" and "Headers" of each operation).
 * The rates are those of the APS "Rate Limits" pages of each family. Where they count per user (issues, assets, locations),
 * they are kept here as if the application had one. Of the other families no number is published; what the service asks of
 * one call of a family holds for all of them.
 */
const families = {
	/** Account administration, `construction/admin` (line 25 and 29). */
	admin: { token: 'either', region: 'Region', actAs: 'User-Id', rate: { family: 'admin', perMinute: 600 } },
	/** Its writes: with the application's token a user has to be named (line 29). */
	adminWrites: { token: 'either', person: true, region: 'Region', actAs: 'User-Id', rate: { family: 'admin writes', perMinute: 100 } },
	/** The older account administration, `hq`: nothing but the application's own token (line 937). */
	directory: { token: 'app', region: 'Region', rate: hq },
	/** The one call of `hq` that takes a person's token too. */
	roles: { token: 'either', region: 'Region', rate: hq },
	/** Issues (line 7828). */
	issues: { token: 'user', region: 'x-ads-region', rate: issueRate },
	/** Attachments of issues: no region header is documented (line 9257). */
	issueAttachments: { token: 'user', rate: issueRate },
	photos: { token: 'user' },
	assets: { token: 'user', rate: { family: 'assets', perMinute: 1000 } },
	assetWrites: { token: 'user', rate: { family: 'asset writes', perMinute: 100 } },
	rfis: { token: 'user', rate: { family: 'rfis', perMinute: 100 } },
	forms: { token: 'user', rate: { family: 'forms', perMinute: 100 } },
	/** Locations (line 9362). */
	locations: { token: 'user', region: 'region', rate: { family: 'locations', perMinute: 200 } },
	/** Exports of files (line 5927): with the application's token a user has to be named, by start and look alike (APS Files, POST and GET exports). */
	files: { token: 'either', person: true, actAs: 'x-user-id', rate: { family: 'file exports', perMinute: 200 } },
	fileWrites: { token: 'either', person: true, actAs: 'x-user-id', rate: { family: 'file export writes', perMinute: 100 } },
	/** Each of these reads has a rate of its own. Of linked files too, a user has to be named with the application's token (line 7032). */
	linkedFiles: { token: 'either', person: true, actAs: 'x-user-id', rate: { family: 'linked files', perMinute: 200 } },
	/** Permissions and attributes of folders (line 6229). */
	documents: { token: 'either', actAs: 'x-user-id' },
	/** Naming standards: a region, but no acting user (line 6513). */
	namingStandards: { token: 'either', region: 'x-ads-region' },
	/** Packages: the application's token gives all of them (line 7181). */
	packages: { token: 'either', actAs: 'x-user-id', rate: { family: 'packages', perMinute: 200 } },
	packageFiles: { token: 'either', actAs: 'x-user-id', rate: { family: 'package files', perMinute: 200 } },
	/** Reviews: with the application's token a user has to be named (lines 9785 and 10006). */
	reviews: { token: 'either', person: true, actAs: 'x-user-id', rate: { family: 'reviews', perMinute: 200 } },
	/** To start a review, a user has to be named with the application's token (APS Reviews v1, POST reviews). */
	reviewWrites: { token: 'either', person: true, actAs: 'x-user-id', rate: { family: 'review writes', perMinute: 100 } },
	specifications: { token: 'user' },
	dataConnector: { token: 'user', rate: { family: 'data connector', perMinute: 60 } },
	/** Hubs, folders, items and versions. */
	dataManagement: { token: 'either', actAs: 'x-user-id' },
	/** Webhooks; those of issues and reviews take a user. */
	webhooks: { token: 'either', region: 'x-ads-region' },
	/** Searching in folders takes a person. */
	folderSearch: { token: 'user' },
	/** The object storage below data management. */
	storage: { token: 'either' },
} as const satisfies Record<string, Family>;

/** What an operation of a family needs, with the scopes of which any one suffices. */
export const needs = (family: keyof typeof families, ...scopes: readonly string[]): Needs => ({ rate: { family }, ...families[family], scopes });
