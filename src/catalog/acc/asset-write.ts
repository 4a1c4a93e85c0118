import { at, boolean, collected, dynamic, findOrCreate, get, isObject, operation, patch, post, receipted, ref, refs, returns, same, text, textAt, type Batch, type Input, type InputOf, type Json, type JsonObject, type Reference, type RunContext } from '../vocabulary';
import { assetAttributesToWrite, assetPage, inAssetProject, readAssets } from './asset-setup';
import { needs } from './families';
import { idOf } from './ids';

const assets = '/construction/assets/v2/projects/{projectId}';
const write = needs('assetWrites', 'data:write', 'data:create');
/** Most of them in one call ("Managing ACC Assets", Batch Endpoints). */
const most = 100;
const assetId = ref('acc.asset', { required: true, label: 'Asset' });

/** What can be written into an asset. The keys are the service's names as well. */
const details = {
	categoryId: ref('acc.assetCategory', { label: 'Category' }),
	statusId: ref('acc.assetStatus', { label: 'Status' }),
	description: text({ maxLength: 1000, multiline: true, clear: null }),
	locationId: ref('acc.location', { clear: null }),
	barcode: text({ clear: null }),
	customAttributes: dynamic(assetAttributesToWrite),
};
const clientAssetId = { label: 'Asset ID', description: 'As its users see it' } as const;

/** A field that goes into the row of its item. */
const inRow = <F extends object>(field: F): F & { readonly in: 'row' } => ({ ...field, in: 'row' });

const rowDetails = {
	description: inRow(details.description),
	locationId: inRow(details.locationId),
	barcode: inRow(details.barcode),
	customAttributes: inRow(details.customAttributes),
};
const requiredRow = {
	clientAssetId: text({ ...clientAssetId, required: true, in: 'row' }),
	categoryId: ref('acc.assetCategory', { label: 'Category', required: true, in: 'row' }),
	statusId: ref('acc.assetStatus', { label: 'Status', required: true, in: 'row', description: 'One of the statuses of the category' }),
};

/** New assets come back in their order and under their asset ids; two of one name never share a call. */
const together: Batch = { list: 'assets', max: most, match: 'clientAssetId', results: 'results', whole: true, refused: () => undefined, row: (members) => members };

export const createAsset = operation({
	action: 'Create asset',
	description: 'Create an asset; several items go in one call',
	call: post(`${assets}/assets:batch-create`, { body: 'bare' }),
	needs: write,
	input: { ...inAssetProject, ...requiredRow, ...rowDetails },
	batch: together,
	returns: returns.record(),
	repeat: 'never',
	receipt: { done: 'created', id: 'id', number: 'clientAssetId' },
	status: 'reference',
	source: 'APS Assets v2, POST assets:batch-create',
});

export const updateAsset = operation({
	action: 'Update asset',
	description: 'Change some fields of an asset; everything else stays; several items go in one call',
	call: patch(`${assets}/assets:batch-patch`, { body: 'bare' }),
	needs: write,
	input: { ...inAssetProject, assetId: inRow({ ...assetId, wire: 'id' }), clientAssetId: text({ ...clientAssetId, in: 'row' }), categoryId: inRow(details.categoryId), statusId: inRow(details.statusId), ...rowDetails },
	rules: [{ oneOf: ['clientAssetId', 'categoryId', 'statusId', 'description', 'locationId', 'barcode', 'customAttributes'] }],
	batch: { ...together, match: 'id', results: '', keyed: true },
	// Answered as they were sent: members of one object, by id.
	reshape: (reply) => (isObject(reply) ? Object.values(reply) : reply),
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id', number: 'clientAssetId' },
	status: 'reference',
	source: 'APS Assets v2, PATCH assets:batch-patch',
});

export const deleteAssets = operation({
	action: 'Delete assets',
	description: 'Delete one or more assets; they are kept as deleted ones',
	call: post(`${assets}/assets:batch-delete`),
	needs: needs('assetWrites', 'data:write'),
	input: { ...inAssetProject, assetIds: refs('acc.asset', { required: true, wire: 'ids', label: 'Assets', maxItems: most }) },
	returns: returns.nothing,
	repeat: 'safe',
	receipt: { done: 'deleted' },
	destructive: true,
	status: 'reference',
	source: 'APS Assets v2, POST assets:batch-delete',
});

/** The list as a match asks for it: by a text, with the custom attributes. */
export const matchAssets = operation({
	action: 'Find matching assets',
	description: 'Find assets that hold a text',
	call: get(`${assets}/assets`),
	needs: readAssets,
	input: { ...inAssetProject, search: text({ wire: 'filter[searchText]' }), includeCustomAttributes: boolean({ default: true }) },
	page: assetPage,
	returns: returns.records('results'),
	repeat: 'safe',
	hidden: true,
	source: 'ACC Assets, line 3523',
});

export const upsertAsset = operation({
	action: 'Create or update asset',
	description: 'Find an asset by its asset ID; create it if there is none, else change only what differs',
	label: 'Create or Update',
	needs: write,
	input: { ...inAssetProject, clientAssetId: text({ ...clientAssetId, required: true, minLength: 1 }), ...details, categoryId: ref('acc.assetCategory', { label: 'Category', required: true }), statusId: ref('acc.assetStatus', { label: 'Status', required: true, description: 'One of the statuses of the category' }) },
	returns: returns.record(),
	repeat: 'safe',
	receipt: { done: 'updated', id: 'id', number: 'clientAssetId' },
	status: 'reference',
	source: 'APS Assets v2, POST assets:batch-create and PATCH assets:batch-patch; ACC Assets, line 3523',
	steps: {
		calls: [matchAssets, createAsset, updateAsset],
		async run(context, input) {
			const wanted = { ...input, clientAssetId: input.clientAssetId.trim() };
			const found = await findOrCreate(context, {
				plural: 'assets',
				place: idOf(input.projectId),
				words: `asset ID is "${wanted.clientAssetId}"`,
				find: async () => await named(context, wanted),
				again: async () => (await named(context, wanted))[0],
				named: (one) => textAt(one, 'id') ?? '?',
				change: async (present) => {
					const changes = changesOf(wanted, present);
					const id = textAt(present, 'id') ?? '';
					return Object.keys(changes).length === 0 ? undefined : recordIn(await context.call(updateAsset, { ...changes, projectId: input.projectId, assetId: id }), '0', present);
				},
				create: async () => recordIn(await context.call(createAsset, wanted), 'results.0', {}),
			});
			return receipted(found, { id: 'id', number: 'clientAssetId' });
		},
	},
});

type Wanted = InputOf<typeof upsertAsset.input>;

/** All assets of this asset ID: it need not be unique, and the search finds parts of any text. */
async function named(context: RunContext, { projectId, clientAssetId: wanted }: Wanted): Promise<readonly JsonObject[]> {
	const holding = await collected(context.list(matchAssets, { projectId, search: wanted }));
	return holding.filter((one) => textAt(one, 'clientAssetId')?.trim() === wanted && one.isActive !== false);
}

/** What of the wanted values differs from the asset. */
function changesOf(wanted: Wanted, present: JsonObject): Input {
	const differs = (value: Json | undefined, held: Json | undefined): boolean => value !== undefined && !same(value, held);
	const plain = (['categoryId', 'statusId', 'description', 'locationId', 'barcode'] as const).flatMap((key) => (differs(plainOf(wanted[key]), present[key]) ? [[key, wanted[key]] as const] : []));
	const attributes = Object.entries(wanted.customAttributes ?? {}).filter(([name, value]) => differs(value, at(present.customAttributes, name)));
	return { ...Object.fromEntries(plain), ...(attributes.length > 0 ? { customAttributes: Object.fromEntries(attributes) } : {}) };
}

/** References are ids by now. */
function plainOf(value: Reference | null | undefined): Json | undefined {
	return typeof value === 'object' && value !== null ? value.name : value;
}

function recordIn(reply: Json, path: string, otherwise: JsonObject): JsonObject {
	const found = at(reply, path);
	return isObject(found) ? found : otherwise;
}
