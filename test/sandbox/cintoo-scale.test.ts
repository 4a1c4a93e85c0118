import { sampleIds } from '../../src/sandbox/cintoo/sample';
import { account, callAs, rows, serveCintoo, urn } from './cintoo-call';

it('fills a project of its own with as much as a benchmark wants', async () => {
	const served = await serveCintoo();
	const { projectId, workzoneId, tagListId } = served.services.cintoo.fill({ annotations: 3_000, tags: 2_000, files: 20, fileBytes: 2_048 });
	const project = `${account}/projects/${projectId}`;
	const annotations = rows(await callAs(served, 'nora', 'GET', `${project}/annotations?includeComments=true&includeAttachments=true`));
	expect(annotations).toHaveLength(3_000);
	expect(new Set(annotations.map((one) => one['id'])).size).toBe(3_000);
	expect(annotations.at(-1)).toMatchObject({ number: 3_000, workzoneId: urn('workzone', workzoneId) });
	expect((await callAs(served, 'nora', 'POST', `${project}/annotations`, { workzoneId: urn('workzone', workzoneId), annotationType: 'Note', title: 't', description: 'd', position: { x: 0, y: 0, z: 0 }, savedView: { type: 'legacy' } })).body).toMatchObject({ errorCode: 'project-max-annotations' });
	const tags = `${project}/tag-lists/${tagListId}/tags`;
	const all = rows(await callAs(served, 'nora', 'GET', tags));
	expect(all).toHaveLength(2_000);
	await callAs(served, 'nora', 'POST', `${tags}/bulk`, { update: [{ id: all[7]?.['id'], data: { id: 'A-8 changed' } }], delete: [all[9]?.['id']] });
	expect(rows(await callAs(served, 'nora', 'GET', `${tags}?afterVersion=1`)).map((tag) => tag['isDeleted'])).toEqual([false, true]);
	const files = rows(await callAs(served, 'nora', 'GET', `${project}/files?category=document`));
	expect(files.map((file) => file['size'])).toEqual(Array.from({ length: 20 }, () => 2_048));
	expect(rows(await callAs(served, 'nora', 'GET', `${account}/projects/${sampleIds.harborTower}/annotations`))).toHaveLength(8);
	await served.stop();
});
