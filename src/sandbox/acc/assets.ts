import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { personOf, projectOf } from './access';
import { pathOf } from './admin';
import { cursorOf, readCursor } from './cursor';
import { allows, cut, memberOf, repeatList, sorted, textOf, within, wordSort, type Json } from '../reading';
import { problem } from './refusal';
import type { AccState, Asset, AssetCategory } from './state';

/** Assets with their categories and statuses; these calls take project ids with and without `b.` (line 3558). */
export function assetsHandlers(world: SandboxWorld, state: AccState): Readonly<Record<string, Handler>> {
	return { 'acc.asset.getMany': getMany, 'acc.assetCategory.getMany': categories, 'acc.assetStatus.getMany': statuses };

	function visit(request: SandboxRequest): string {
		personOf(request, problem);
		return projectOf(request, state, { prefix: 'either', shape: problem }).id;
	}

	function getMany(request: SandboxRequest): SandboxReply {
		const projectId = visit(request);
		return paged(request, (query) => {
			const all = query.get('includeDeleted') === 'true';
			const withAttributes = query.get('includeCustomAttributes') === 'true';
			const found = state.assets.filter((asset) => asset.projectId === projectId && (all || asset.deletedAt === null) && passes(asset, query));
			const keys = wordSort(query.get('sort'));
			return sorted(found, keys.length === 0 ? [{ name: 'clientAssetId', descending: false }] : keys, memberOf).map((asset) => assetBody(asset, withAttributes));
		});
	}

	function passes(asset: Asset, query: URLSearchParams): boolean {
		const label = state.assetStatuses.find((one) => one.id === asset.statusId)?.label.toLowerCase() ?? '';
		const search = query.get('filter[searchText]')?.toLowerCase();
		return allows(repeatList(query, 'filter[categoryId]'), asset.categoryId)
			&& allows(repeatList(query, 'filter[statusId]'), asset.statusId)
			&& allows(repeatList(query, 'filter[statusLabel]')?.map((text) => text.toLowerCase()), label)
			&& allows(repeatList(query, 'filter[locationId]'), asset.locationId)
			&& within(asset.updatedAt, query.get('filter[updatedAt]'))
			&& (search === undefined || `${asset.clientAssetId} ${asset.description} ${asset.barcode}`.toLowerCase().includes(search))
			&& [...new Set(query.keys())].every((name) => attributePasses(asset, name, query.getAll(name)));
	}

	function categories(request: SandboxRequest): SandboxReply {
		const projectId = visit(request);
		const { query } = request;
		const active = query.get('filter[isActive]');
		const parent = query.get('filter[parentId]');
		const all = state.assetCategories.filter((one) => one.projectId === projectId);
		const depthOf = (one: AssetCategory): number => {
			const above = all.find((other) => other.id === one.parentId);
			return above === undefined ? 0 : 1 + depthOf(above);
		};
		const found = all.filter((one) =>
			(active === null || String(one.isActive) === active)
			&& (parent === null || one.parentId === parent)
			&& depthOf(one) <= Number(query.get('filter[maxDepth]') ?? Infinity)
			&& within(one.updatedAt, query.get('filter[updatedAt]')));
		const results = found.map((one) => {
			const below = all.filter((other) => other.parentId === one.id).map((other) => other.id);
			return {
				id: one.id,
				createdAt: one.createdAt,
				createdBy: null,
				updatedAt: one.updatedAt,
				updatedBy: null,
				deletedAt: null,
				deletedBy: null,
				isActive: one.isActive,
				name: one.name,
				description: null,
				parentId: one.parentId,
				isRoot: one.parentId === null,
				isLeaf: below.length === 0,
				subcategoryIds: below,
			};
		});
		// The page object is there, but everything comes at once (line 3714).
		return { status: 200, json: { pagination: { limit: results.length, offset: 0, totalResults: results.length }, results } };
	}

	function statuses(request: SandboxRequest): SandboxReply {
		const projectId = visit(request);
		return paged(request, () => state.assetStatuses.filter((one) => one.projectId === projectId).map((one) => ({ id: one.id, label: one.label, color: one.color, isActive: true, projectId })));
	}

	/** The cursor carries the whole question, so that the next address and a repeated cursor lead to the same page. */
	function paged(request: SandboxRequest, rowsFor: (query: URLSearchParams) => readonly Json[]): SandboxReply {
		const word = request.query.get('cursorState');
		const carried = word === null ? {} : readCursor(word, problem);
		const query = word === null ? request.query : new URLSearchParams(textOf(carried['query']) ?? '');
		const offset = typeof carried['offset'] === 'number' ? carried['offset'] : 0;
		const limit = Number(query.get('limit') ?? 25);
		const rows = rowsFor(query);
		const next = cursorOf({ query: query.toString(), offset: offset + limit });
		const more = offset + limit < rows.length;
		const pagination = { limit, ...(more ? { cursorState: next, nextUrl: `${world.origins.acc}${pathOf(request)}?cursorState=${next}` } : {}) };
		return { status: 200, json: { pagination, results: cut(rows, { limit, offset }) } };
	}
}

/** `filter[customAttributes][name]=value`, repeatable, or a range `a..b` with both ends in it (lines 3581-3610). */
function attributePasses(asset: Asset, name: string, wanted: readonly string[]): boolean {
	const attribute = /^filter\[customAttributes\]\[([^\]]+)\]$/.exec(name)?.[1];
	if (attribute === undefined) return true;
	const value = asset.customAttributes[attribute];
	return wanted.some((text) => {
		if (!text.includes('..')) return String(value) === text;
		const [from = '', to = ''] = text.split('..');
		return typeof value === 'number' && (from === '' || value >= Number(from)) && (to === '' || value <= Number(to));
	});
}

function assetBody(asset: Asset, withAttributes: boolean): Json {
	const { projectId: _project, customAttributes, ...rest } = asset;
	return { ...rest, updatedBy: asset.createdBy, deletedBy: asset.deletedAt === null ? null : asset.createdBy, ...(withAttributes ? { customAttributes } : {}) };
}
