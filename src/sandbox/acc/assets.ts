import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { personOf, projectOf, userOf } from './access';
import { pathOf } from './admin';
import { cursorOf, readCursor } from './cursor';
import { allows, cut, memberOf, objectOf, repeatList, rowsOf, sorted, textOf, textsOf, within, wordSort, type Json } from '../reading';
import { problem, Refusal } from './refusal';
import type { AccState, Asset, AssetAttribute, AssetCategory, AssetStatus, AssetValue } from './state';

/** Most assets in one call. */
const MOST = 100;

/** Assets with their categories and statuses; these calls take project ids with and without `b.` (line 3558). */
export function assetsHandlers(world: SandboxWorld, state: AccState): Readonly<Record<string, Handler>> {
	return {
		'acc.asset.getMany': getMany,
		'acc.asset.createMany': create,
		'acc.asset.updateMany': update,
		'acc.asset.deleteMany': remove,
		'acc.assetCategory.getMany': categories,
		'acc.assetStatus.getMany': (request) => {
			const projectId = visit(request);
			return paged(request, () => state.assetStatuses.filter((one) => one.projectId === projectId).map(statusBody));
		},
		'acc.assetStatusSet.getMany': (request) => {
			const projectId = visit(request);
			return paged(request, () => state.assetStatusSets.filter((one) => one.projectId === projectId).map((one) => ({ ...one, isActive: true, values: state.assetStatuses.filter(({ setId }) => setId === one.id).map(statusBody) })));
		},
		'acc.assetCustomAttribute.getMany': (request) => {
			const projectId = visit(request);
			return paged(request, () => state.assetAttributes.filter((one) => one.projectId === projectId).map(attributeBody));
		},
		'acc.assetCategoryCustomAttribute.getMany': ofCategory,
	};

	/** A category and those above it, nearest first. */
	function lineOf(projectId: string, categoryId: string): readonly string[] {
		const category = state.assetCategories.find((one) => one.projectId === projectId && one.id === categoryId);
		return category === undefined ? [] : [category.id, ...(category.parentId === null ? [] : lineOf(projectId, category.parentId))];
	}

	function ofCategory(request: SandboxRequest): SandboxReply {
		const projectId = visit(request);
		const categoryId = request.path['categoryId'] ?? '';
		const line = lineOf(projectId, categoryId);
		if (line.length === 0) throw new Refusal(problem(404, 'The category does not exist.'));
		const wanted = request.query.get('includeInherited') === 'true' ? line : line.slice(0, 1);
		const results = state.assetAttributes.filter((one) => one.projectId === projectId && wanted.includes(one.categoryId)).map((one) => ({ ...attributeBody(one), ...(one.categoryId === categoryId ? {} : { inheritedFromCategoryId: one.categoryId }) }));
		return { status: 200, json: { pagination: { limit: results.length, offset: 0, totalResults: results.length }, results } };
	}

	/** All of the rows or none, as one answer for all of them suggests. */
	function create(request: SandboxRequest): SandboxReply {
		const projectId = visit(request);
		const rows = rowsOf(request.json);
		if (rows.length > MOST) throw new Refusal(problem(400, `At most ${MOST} assets can be created at a time.`));
		const made = rows.map((row): Asset => {
			const now = world.now().toISOString();
			const me = personOf(request, problem);
			return changed({ id: world.uuid(), projectId, clientAssetId: '', description: null, categoryId: '', statusId: '', locationId: null, barcode: null, companyId: userOf(state, me)?.companyId ?? '', customAttributes: {}, isActive: true, version: 0, createdBy: me, createdAt: now, updatedAt: now, deletedAt: null }, objectOf(row));
		});
		state.assets.push(...made);
		return { status: 201, json: { results: made.map((asset) => assetBody(asset, true)) } };
	}

	function update(request: SandboxRequest): SandboxReply {
		const projectId = visit(request);
		const changes = Object.entries(objectOf(request.json)).map(([id, row]): readonly [Asset, Asset] => {
			const asset = state.assets.find((one) => one.projectId === projectId && one.id === id && one.deletedAt === null);
			if (asset === undefined) throw new Refusal(problem(404, 'An asset does not exist.'));
			return [asset, changed(asset, objectOf(row))];
		});
		for (const [asset, next] of changes) Object.assign(asset, next);
		return { status: 200, json: Object.fromEntries(changes.map(([asset]) => [asset.id, assetBody(asset, true)])) };
	}

	function remove(request: SandboxRequest): SandboxReply {
		const projectId = visit(request);
		const now = world.now().toISOString();
		for (const asset of state.assets) {
			if (asset.projectId === projectId && textsOf(memberOf(request.json, 'ids')).includes(asset.id)) Object.assign(asset, { isActive: false, deletedAt: now, updatedAt: now, version: asset.version + 1 });
		}
		return { status: 204 };
	}

	/** The asset with the members of a row in it; refuses what does not fit together. */
	function changed(asset: Asset, row: Json): Asset {
		const next: Asset = { ...asset, version: asset.version + 1, updatedAt: world.now().toISOString() };
		for (const name of ['clientAssetId', 'categoryId', 'statusId'] as const) next[name] = textOf(row[name]) ?? next[name];
		for (const name of ['description', 'locationId', 'barcode'] as const) if (Object.hasOwn(row, name)) next[name] = textOf(row[name]) ?? null;
		const line = lineOf(asset.projectId, next.categoryId);
		if (line.length === 0) throw new Refusal(problem(400, 'The category does not exist.'));
		if (!state.assetStatuses.some((one) => one.projectId === asset.projectId && one.id === next.statusId)) throw new Refusal(problem(400, 'The status does not belong to the status set of the category.'));
		const values = Object.entries(objectOf(row['customAttributes'])).map(([name, value]): readonly [string, AssetValue] => [name, checkedValue(asset.projectId, line, name, value)]);
		next.customAttributes = { ...next.customAttributes, ...Object.fromEntries(values) };
		return next;
	}

	function checkedValue(projectId: string, line: readonly string[], name: string, value: unknown): AssetValue {
		const attribute = state.assetAttributes.find((one) => one.projectId === projectId && one.name === name && line.includes(one.categoryId));
		if (attribute === undefined) throw new Refusal(problem(400, `The category has no custom attribute ${name}.`));
		if (value === null) return null;
		const options = attribute.values.map((one) => one.id);
		if (attribute.dataType === 'boolean' && typeof value === 'boolean') return value;
		if (attribute.dataType === 'numeric' && typeof value === 'string' && Number.isFinite(Number(value))) return Number(value);
		if (attribute.dataType === 'select' && typeof value === 'string' && options.includes(value)) return value;
		if (attribute.dataType === 'multi_select' && textsOf(value).every((one) => options.includes(one))) return textsOf(value);
		if ((attribute.dataType === 'text' || attribute.dataType === 'date') && typeof value === 'string') return value;
		throw new Refusal(problem(400, `The value of ${name} does not fit its type ${attribute.dataType}.`));
	}

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
			&& (search === undefined || [asset.clientAssetId, asset.description ?? '', asset.barcode ?? '', ...attributeTexts(asset)].some((text) => text.toLowerCase().includes(search)))
			&& [...new Set(query.keys())].every((name) => attributePasses(asset, name, query.getAll(name)));
	}

	/** A custom attribute by the name under which assets hold its value. */
	function attributeNamed({ projectId }: Asset, name: string): AssetAttribute | undefined {
		return state.assetAttributes.find((one) => one.projectId === projectId && one.name === name);
	}

	function attributeTexts(asset: Asset): readonly string[] {
		return Object.entries(asset.customAttributes).flatMap(([name, value]) => (typeof value === 'string' && attributeNamed(asset, name)?.dataType === 'text' ? [value] : []));
	}

	/** `filter[customAttributes][name]=value`, repeatable, or a range `a..b` with both ends in it (lines 3581-3610). */
	function attributePasses(asset: Asset, parameter: string, wanted: readonly string[]): boolean {
		const name = /^filter\[customAttributes\]\[([^\]]+)\]$/.exec(parameter)?.[1];
		if (name === undefined) return true;
		const { dataType } = attributeNamed(asset, name) ?? {};
		const ranged = dataType === 'numeric' || dataType === 'date';
		if (ranged && wanted.length > 1 && wanted.some((text) => text.includes('..'))) throw new Refusal(problem(400, 'Values and ranges of one attribute cannot be used in conjunction.'));
		const value = asset.customAttributes[name];
		if (value === undefined || value === null) return false;
		return wanted.some((text) => {
			switch (dataType) {
				case 'text':
					return String(value).toLowerCase().includes(text.toLowerCase());
				case 'multi_select':
					return textsOf(value).includes(text);
				case 'date':
					return text.includes('..') ? within(String(value), text) : String(value) === text;
				case 'numeric':
					return liesIn(Number(value), text);
				default:
					return String(value) === text;
			}
		});
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

/** Whether a number is the one in the text, or lies in its range. */
function liesIn(value: number, text: string): boolean {
	if (!text.includes('..')) return value === Number(text);
	const [from = '', to = ''] = text.split('..');
	return (from === '' || value >= Number(from)) && (to === '' || value <= Number(to));
}

function statusBody({ setId, ...status }: AssetStatus): Json {
	return { ...status, statusStepSetId: setId, isActive: true };
}

function attributeBody({ categoryId: _category, ...attribute }: AssetAttribute): Json {
	return { ...attribute, description: '', enumValues: attribute.values.map((one) => one.displayName), requiredOnIngress: false, isActive: true, values: attribute.values.map((one) => ({ ...one, isActive: true })) };
}

function assetBody(asset: Asset, withAttributes: boolean): Json {
	const { projectId: _project, customAttributes, ...rest } = asset;
	return { ...rest, updatedBy: asset.createdBy, deletedBy: asset.deletedAt === null ? null : asset.createdBy, ...(withAttributes ? { customAttributes } : {}) };
}
