import { sampleIds } from '../../src/sandbox/cintoo/sample';
import { people, type PersonKey } from '../../src/sandbox/people';
import { account, callAs, containing, holding, listOf, quay, record, recordOf, rows, serveCintoo, tower, upload, uploadRow, urn, type Answer, type CintooServed } from './cintoo-call';

let served: CintooServed;
beforeEach(async () => {
	served = await serveCintoo({ looksUntilDone: 1 });
});
afterEach(() => served.stop());

const as = (who: PersonKey, method: string, path: string, json?: unknown): Promise<Answer> => callAs(served, who, method, path, json);
const picture = Buffer.from('a picture, for all the storage knows');

describe('projects', () => {
	it('count what is asked for, and nothing where nothing is', async () => {
		expect(record(await as('nora', 'GET', quay))['statsInfo']).toMatchObject({ scanCount: 2, tagCount: 0, workzoneCount: 1 });
		expect(Object.keys(recordOf(record(await as('nora', 'GET', `${tower}?countScans=false`))['statsInfo']))).toEqual(['tagCount', 'workzoneCount']);
		expect(record(await as('nora', 'GET', `${tower}?countScans=false&countTags=false&countWorkzones=false`))['statsInfo']).toBeNull();
	});

	it('say what the caller may do in them', async () => {
		expect(record(await as('nora', 'GET', tower))['permissions']).toContain('project:project:delete');
		expect(record(await as('luis', 'GET', tower))['permissions']).toEqual(['project:project:read', 'project:members:list']);
	});

	it('need room under their subscription to come back or to move', async () => {
		const { subscriptions } = served.services.cintoo.state;
		const subscription = subscriptions.get(sampleIds.subscription);
		const restore = (): Promise<Answer> => as('nora', 'PUT', `${account}/projects/${sampleIds.deletedProject}/restore`);
		if (subscription === undefined) throw new Error('no subscription');
		Object.assign(subscription, { scanCapacity: 3 });
		expect((await restore()).body).toEqual({ status: 400, title: 'Bad Request', detail: `not enough Scan capacity to accept project on subscription ${sampleIds.subscription}`, errorCode: 'capacity-exceeded-scan', errorValues: { subscriptionId: sampleIds.subscription } });
		Object.assign(subscription, { scanCapacity: 4, geoImageCapacity: 0 });
		expect((await restore()).body).toMatchObject({ errorCode: 'capacity-exceeded-geoimage' });
		const small = { ...subscription, id: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4eff', tagCapacity: 2, isActive: true };
		subscriptions.set(small.id, small);
		expect((await as('nora', 'PATCH', tower, { subscriptionId: small.id })).body).toMatchObject({ status: 400, errorCode: 'capacity-exceeded-tag' });
		Object.assign(small, { isActive: false });
		expect((await as('nora', 'PATCH', tower, { subscriptionId: small.id })).body).toMatchObject({ status: 400, errorCode: 'subscription-not-active' });
		Object.assign(subscription, { geoImageCapacity: 1 });
		expect((await restore()).status).toBe(200);
	});

	it('lie in a coordinate system that is known, and are turned into it completely', async () => {
		const spatialReference = { authName: 'EPSG', code: '2992' };
		const similarity = { ordinate1: 1, ordinate2: 2, scaleFactor: 1, rotationAngle: 90 };
		expect(record(await as('nora', 'PATCH', tower, { spatialReference, coordinatesTransformation: { type: 'similarity', similarity } }))).toMatchObject({ spatialReference, coordinatesTransformation: { similarity } });
		expect((await as('nora', 'PATCH', tower, { coordinatesTransformation: { type: 'affine', similarity } })).body).toMatchObject({ status: 400, errorCode: 'invalid-coordinates-transformation' });
		expect((await as('nora', 'PATCH', tower, { spatialReference: null })).body).toMatchObject({ errorCode: 'invalid-coordinates-transformation' });
		expect(record(await as('nora', 'PUT', tower, { name: 'Tower' }))).toMatchObject({ spatialReference: null, coordinatesTransformation: null });
		for (const code of ['1', '2085']) expect((await as('nora', 'PATCH', tower, { spatialReference: { authName: 'EPSG', code } })).status).toBe(400);
		expect((await as('nora', 'PATCH', tower, { coordinatesTransformation: { type: 'similarity', similarity } })).body).toMatchObject({ errorCode: 'invalid-coordinates-transformation' });
	});

	it('get a cover that is signed, uploaded and registered', async () => {
		const row = uploadRow('tower.png', picture);
		expect((await as('nora', 'PUT', `${tower}/cover`, row)).status).toBe(400);
		const signed = await as('nora', 'POST', `${tower}/cover`, row);
		expect(record(signed)['file']).not.toHaveProperty('blobName');
		await upload(signed, picture);
		expect(await as('nora', 'PUT', `${tower}/cover`, row)).toMatchObject({ status: 200, body: { ...row, id: containing('urn:cintoo:file:') } });
		const cover = String(record(await as('nora', 'GET', tower))['coverUrl']).slice(served.origins.cintoo.length);
		const { headers } = await as('nora', 'GET', cover);
		expect(await (await fetch(headers.get('location') ?? '')).text()).toBe(picture.toString());
		expect((await as('nora', 'POST', `${tower}/cover`, { ...row, extension: 'gif' })).status).toBe(400);
		expect((await as('nora', 'POST', `${tower}/cover`, { ...row, size: 10_485_761 })).status).toBe(400);
	});
});

describe('files', () => {
	it('go up by the permission of their kind', async () => {
		const folder = `${tower}/workzones/${sampleIds.roof}/bulk-files`;
		const scan = uploadRow('roof.e57', picture);
		const plan = uploadRow('roof.pdf', picture);
		expect((await as('mei', 'POST', folder, [plan, scan])).body).toMatchObject({ status: 403, errorValues: { requiredPermissions: ['workzone:reality-data:write'] } });
		expect((await as('tom', 'POST', folder, [scan])).status).toBe(200);
		expect((await as('luis', 'POST', folder, [plan])).body).toMatchObject({ errorValues: { requiredPermissions: ['workzone:documents:write', 'workzone:reality-data:write'] } });
	});

	it('of any kind can go up, the same one twice, and are registered one by one', async () => {
		const folder = `${tower}/workzones/${sampleIds.roof}/bulk-files`;
		const row = uploadRow('notes.xyz', picture);
		const signed = await as('mei', 'POST', folder, [row, row]);
		for (const file of listOf(record(signed)['files'])) await upload({ ...signed, body: { file } }, picture);
		const registered = rows(await as('mei', 'PUT', folder, [row, row]));
		expect(new Set(registered.map((file) => file['id'])).size).toBe(2);
		expect(rows(await as('mei', 'GET', `${tower}/files?category=miscfile`))).toHaveLength(2);
	});

	it('are renamed by the permission of their kind, and keep off what no file name may have', async () => {
		const file = `${quay}/files/${sampleIds.scanNorth}`;
		expect(await as('tom', 'PATCH', file, { name: 'North 1.e57' })).toMatchObject({ status: 200, body: { name: 'North 1.e57', updatedBy: urn('user', people.tom.cintooId) } });
		expect((await as('tom', 'PATCH', file, { name: 'North/1.e57' })).status).toBe(400);
		expect((await as('tom', 'PATCH', file, { filename: 'North 1.e57' })).status).toBe(400);
		expect((await as('tom', 'PATCH', `${quay}/files/${sampleIds.drawing}`, { name: 'x.pdf' })).body).toMatchObject({ status: 403, errorCode: 'update-file-forbidden', errorValues: { requiredPermissions: ['workzone:documents:write'] } });
	});

	it('are moved and turned where they stand in the scene, video also scaled; all or none', async () => {
		const move = (who: PersonKey, list: readonly unknown[]): Promise<Answer> => as(who, 'POST', `${quay}/files/bulk-transformation`, list);
		const scan = { id: urn('file', sampleIds.scanNorth), translation: { x: 1, y: 2, z: 3 } };
		const ones = { x: 1, y: 1, z: 1 };
		expect(await move('tom', [scan])).toMatchObject({ status: 200, body: [{ translation: scan.translation, rotation: { w: 1 } }] });
		expect((await move('tom', [{ ...scan, translation: { x: 9, y: 9, z: 9 } }, { id: urn('file', sampleIds.drawing) }])).status).toBe(400);
		expect((await move('tom', [{ ...scan, scale: ones }])).status).toBe(400);
		expect((await move('nora', [{ id: urn('file', sampleIds.walkThrough), scale: ones }])).body).toMatchObject([{ scale: ones }]);
		expect((await move('tom', [{ id: urn('file', sampleIds.model) }])).body).toMatchObject({ status: 403, errorValues: { requiredPermissions: ['workzone:cad-model:transform'] } });
		expect((await move('tom', [{ ...scan, rotation: { x: 0, y: 0, z: 0 } }])).status).toBe(400);
		expect(rows(await as('tom', 'GET', `${quay}/files?category=scan`))[0]).toMatchObject({ translation: scan.translation });
	});

	it('come out of a mesh export after a while', async () => {
		const job = { scans: [sampleIds.scanNorth], name: 'facade', outputFormat: 'obj', resolution: 0.05, workzoneId: sampleIds.quayRoot };
		const exported = (who: PersonKey, body: unknown): Promise<Answer> => as(who, 'POST', `${quay}/jobs/export-to-mesh`, body);
		const { file } = record(await exported('tom', job));
		const sizeNow = async (): Promise<unknown> => rows(await as('tom', 'GET', `${quay}/files?category=model`)).find((one) => one['id'] === recordOf(file)['id'])?.['size'];
		expect([await sizeNow(), await sizeNow()]).toEqual([0, expect.any(Number)]);
		const { headers } = await as('tom', 'GET', `${quay}/blobs/${String(recordOf(file)['blobName'])}`);
		expect(await (await fetch(headers.get('location') ?? '')).text()).toContain('v 0 0 0');
		for (const wrong of [{ scans: [] }, { scans: [sampleIds.drawing] }, { resolution: 0.01 }, { outputFormat: 'dwg' }, { name: 'a/b' }]) expect([wrong, (await exported('tom', { ...job, ...wrong })).status]).toEqual([wrong, 400]);
		expect((await exported('grace', job)).body).toMatchObject({ status: 403, errorValues: { requiredPermissions: ['workzone:export-jobs-reality-data:write'] } });
	});
});

describe('crops', () => {
	const fresh = { workzoneId: urn('workzone', sampleIds.roof), name: 'Opening', crop: 'c', actualCrop: 'a', rotation: 'r', cameraType: 'overview', cameraState: 's', scan: 'x' };

	it('are listed for chosen work zones, of which one wrong is a 400 and none is nothing', async () => {
		const list = (workzones: string): Promise<Answer> => as('luis', 'GET', `${tower}/crops?workzones=${encodeURIComponent(workzones)}`);
		await as('nora', 'POST', `${tower}/crops`, fresh);
		expect(rows(await as('luis', 'GET', `${tower}/crops`))).toHaveLength(2);
		expect(rows(await list(`${urn('workzone', sampleIds.roof)},${sampleIds.corridor}`))).toEqual([holding({ name: 'Opening' })]);
		expect(await list('')).toMatchObject({ status: 200, body: [] });
		for (const wrong of ['roof', sampleIds.quayRoot, urn('role', sampleIds.roof)]) expect((await list(`${sampleIds.roof},${wrong}`)).status).toBe(400);
	});

	it('lose with PUT what is left out, and move with another work zone', async () => {
		const path = `${tower}/crops/${sampleIds.ductCrop}`;
		expect(record(await as('nora', 'GET', path))['thumbnailUrl']).toEqual(containing('/blobs/'));
		expect(await as('nora', 'PUT', path, { ...fresh, settings: '{}' })).toMatchObject({ status: 200, body: { workzoneId: fresh.workzoneId, thumbnailBlobName: null, thumbnailUrl: null, settings: '{}' } });
		expect(record(await as('nora', 'PUT', path, fresh))['settings']).toBeNull();
		for (const wrong of [{ cameraType: 'drone' }, { thumbnailBlobName: 'nowhere.png' }, { workzoneId: 'roof' }, { scan: undefined }]) expect([wrong, (await as('nora', 'PUT', path, { ...fresh, ...wrong })).status]).toEqual([wrong, 400]);
		expect((await as('mei', 'PUT', path, fresh)).body).toMatchObject({ errorCode: 'update-crop-forbidden', errorValues: { requiredPermissions: ['workzone:crops:write'] } });
		expect((await as('nora', 'DELETE', path)).status).toBe(204);
		expect((await as('nora', 'GET', path)).status).toBe(404);
	});

	it('get a picture that the crop names itself', async () => {
		const path = `${tower}/crops/${sampleIds.ductCrop}`;
		const thumbnailBlobName = await upload(await as('nora', 'POST', `${path}/cover`, uploadRow('ducts.png', picture)), picture);
		expect(record(await as('nora', 'PUT', path, { ...fresh, thumbnailBlobName }))['thumbnailUrl']).toEqual(containing(thumbnailBlobName));
	});

	it('are changed by those who measure', async () => {
		expect((await as('tom', 'POST', `${tower}/crops`, fresh)).status).toBe(201);
		expect((await as('tom', 'POST', `${tower}/crops`, { ...fresh, workzoneId: sampleIds.corridor })).body).toMatchObject({ status: 403, errorCode: 'create-crop-forbidden' });
	});
});

describe('measurements', () => {
	it('come with their lengths, deleted ones too, to those who may measure', async () => {
		const all = rows(await as('tom', 'GET', `${quay}/measurements`));
		expect(all.map((one) => [one['name'], one['isDeleted']])).toEqual([['Width of the third window', false], ['Depth of the crack', false], ['Wrong corner', true]]);
		expect(all[0]).toMatchObject({ startPoint: { x: 4.2 }, width: 1.42, height: 0.05, length: 1.421, scanId: urn('file', sampleIds.scanNorth), deletedAt: null });
		expect((await as('mei', 'GET', `${tower}/measurements`)).status).toBe(403);
	});
});

describe('copies of work zones', () => {
	const copy = (who: PersonKey, workzone: string, body: unknown): Promise<Answer> => as(who, 'POST', `${tower}/workzones/${workzone}/copy`, body);
	const zones = async (project: string): Promise<readonly Record<string, unknown>[]> => rows(await as('nora', 'GET', `${project}/workzones`));

	it('arrive later with what is below and its files, without what people drew', async () => {
		expect((await copy('nora', sampleIds.levelTwo, { destinationName: 'Level 2, old', destinationProject: urn('project', sampleIds.quay) })).status).toBe(202);
		expect((await copy('nora', sampleIds.roof, { destinationName: 'Too soon' })).status).toBe(400);
		expect(await zones(quay)).toHaveLength(1);
		const after = await zones(quay);
		expect(after.map((zone) => zone['name'])).toEqual(['Old Quay', 'Level 2, old', 'Mechanical Room 2.14', 'Corridor East']);
		expect(after[2]?.['parentId']).toBe(after[1]?.['id']);
		const files = rows(await as('nora', 'GET', `${quay}/files?category=media`));
		expect(files.map((file) => file['name'])).toEqual(['Duct clash at beam C4.png', 'Sleeve missing in shear wall.png']);
		expect((await as('nora', 'GET', `${quay}/blobs/${String(files[0]?.['blobName'])}`)).status).toBe(302);
		expect(rows(await as('nora', 'GET', `${quay}/annotations`))).toHaveLength(1);
		expect(rows(await as('grace', 'GET', `${quay}/workzones`))).toHaveLength(4);
	});

	it('make a project of their own where none is named', async () => {
		expect((await copy('nora', sampleIds.roof, { destinationName: 'Roof alone', destinationProject: null })).status).toBe(202);
		const found = async (): Promise<Record<string, unknown> | undefined> => rows(await as('nora', 'GET', `${account}/projects`)).find((project) => project['name'] === 'Roof alone');
		expect(await found()).toBeUndefined();
		const made = await found();
		expect(await zones(`${account}/projects/${String(made?.['id'])}`)).toEqual([holding({ name: 'Roof alone', parentId: null, id: made?.['rootWorkzoneId'] })]);
	});

	it('are refused to those who may not, and where the destination makes no sense', async () => {
		expect((await copy('samir', sampleIds.roof, { destinationName: 'x' })).body).toMatchObject({ status: 403, errorValues: { requiredPermissions: ['account:projects:create'] } });
		expect((await copy('luis', sampleIds.roof, { destinationName: 'x' })).body).toMatchObject({ status: 403, errorValues: { requiredPermissions: ['workzone:cad-model:read'] } });
		expect((await copy('mei', sampleIds.roof, { destinationName: 'x', destinationProject: sampleIds.harborTower })).body).toMatchObject({ status: 403, errorValues: { requiredPermissions: ['workzone:workzones:write'] } });
		expect((await copy('nora', sampleIds.roof, { destinationName: 'x', destinationWorkzone: sampleIds.corridor })).status).toBe(400);
		expect((await copy('nora', sampleIds.roof, { destinationName: 'x', destinationProject: sampleIds.quay, destinationSubscription: sampleIds.subscription })).status).toBe(400);
		expect((await copy('nora', sampleIds.roof, { destinationName: 'x', destinationProject: sampleIds.deletedProject })).body).toMatchObject({ errorCode: 'deleted-project' });
	});
});

describe('the usage report', () => {
	const report = (query: string): Promise<Answer> => as('nora', 'GET', `${account}/subscriptions/${sampleIds.subscription}/usage-report${query}`);
	const scans = (answer: Answer): number => rows(answer).reduce((sum, row) => sum + Number(row['scansUploaded']), 0);

	it('counts by day, person and project, between two days, deleted projects on demand', async () => {
		const all = await report('');
		expect(rows(all)).toContainEqual(holding({ userId: urn('user', people.tom.cintooId), email: people.tom.email, projectName: 'Old Quay – Facade Survey (sandbox)', scansUploaded: 1, '360ImagesUploaded': 1 }));
		expect([scans(all), scans(await report('?includeDeleted=true'))]).toEqual([2, 4]);
		const day = String(rows(all).at(-1)?.['date']);
		expect(new Set(rows(await report(`?from=${day}&until=${day}`)).map((row) => row['date']))).toEqual(new Set([day]));
		expect((await report('?from=yesterday')).status).toBe(400);
		expect((await as('mei', 'GET', `${account}/subscriptions/${sampleIds.subscription}/usage-report`)).status).toBe(403);
	});
});
