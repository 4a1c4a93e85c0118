import { pdf } from '../images';
import { zip } from '../zip';
import type { Handler, SandboxReply, SandboxRequest, SandboxWorld } from '../service';
import { blobOf } from '../world';
import { personOf, projectOf } from './access';
import { memberOf, textOf, textsOf, type Json } from '../reading';
import { filesError, Refusal } from './refusal';
import type { AccState, FileExport, Version } from './state';

const SIGNED_SECONDS = 3600;
const MOST_VERSIONS = 200;

/** Exports of files as PDF or ZIP: begun by one call, looked at by another until they are done. */
export function filesHandlers(world: SandboxWorld, state: AccState, exportPolls: number): Readonly<Record<string, Handler>> {
	return { 'acc.fileExport.create': create, 'acc.fileExport.get': get };

	function visit(request: SandboxRequest): { readonly projectId: string; readonly me: string } {
		const me = personOf(request, (status, words) => filesError(status, words, 'ERR_NOT_ALLOWED'));
		return { projectId: projectOf(request, state, { prefix: 'either', accOnly: true, shape: filesError }).id, me };
	}

	function create(request: SandboxRequest): SandboxReply {
		const { projectId, me } = visit(request);
		const versionIds = textsOf(memberOf(request.json, 'fileVersions'));
		if (versionIds.length === 0 || versionIds.length > MOST_VERSIONS) throw new Refusal(filesError(400, `Between 1 and ${MOST_VERSIONS} file versions can be exported.`));
		for (const id of versionIds) versionOf(projectId, id);
		const name = textOf(memberOf(request.json, 'options.outputFileName')) ?? 'Export';
		const single = versionIds.length === 1 && versionIds.every((id) => versionOf(projectId, id).name.toLowerCase().endsWith('.pdf'));
		const made: FileExport = { id: world.uuid(), projectId, startedBy: me, versionIds, fileName: `${name}.${single ? 'pdf' : 'zip'}`, pollsLeft: exportPolls };
		state.exports.push(made);
		return { status: 202, json: { id: made.id, status: 'processing' } };
	}

	function versionOf(projectId: string, id: string): Version {
		const version = state.versions.find((one) => one.id === id && state.items.find((item) => item.id === one.itemId)?.projectId === projectId);
		if (version === undefined) throw new Refusal(filesError(404, 'A file version does not exist.', 'ERR_RESOURCE_NOT_EXIST'));
		if (!/\.(pdf|dwg|rvt)$/i.test(version.name)) throw new Refusal(filesError(400, 'Only PDF, DWG and RVT files can be exported.'));
		return version;
	}

	function get(request: SandboxRequest): SandboxReply {
		const { projectId, me } = visit(request);
		const found = state.exports.find((one) => one.projectId === projectId && one.id === request.path['exportId']);
		if (found === undefined) throw new Refusal(filesError(404, 'The job does not exist.', 'ERR_RESOURCE_NOT_EXIST'));
		if (found.startedBy !== me) throw new Refusal(filesError(403, 'Only the user who started the export may see it.', 'ERR_NOT_ALLOWED'));
		if (found.pollsLeft > 0) {
			found.pollsLeft -= 1;
			return { status: 200, json: { id: found.id, status: 'processing' } };
		}
		return { status: 200, json: { id: found.id, ...outcomeOf(found) } };
	}

	/** A failure comes with status 200; a partial success has its members where the example shows them (line 6202), not where the text says. */
	function outcomeOf(one: FileExport): Json {
		const versions = one.versionIds.map((id) => versionOf(one.projectId, id));
		const pages = versions.filter((version) => version.exported === 'page');
		if (pages.length === 0 || versions.some((version) => version.exported === 'broken')) {
			return { status: 'failed', result: { error: { code: '500', title: 'ERR_INTERNAL_SERVER_ERROR', detail: 'Request failed for internal exception.' } } };
		}
		const signedUrl = world.sign(put(one, pages), 'GET', SIGNED_SECONDS);
		if (pages.length === versions.length) return { status: 'successful', result: { output: { signedUrl } } };
		const failedFiles = versions
			.filter((version) => version.exported === 'empty')
			.map((version) => ({ id: version.id, reason: 'ERR_NO_PROCESSABLE_FILES', detail: 'The file has no sheets to export, or is still being processed.' }));
		return { status: 'partialSuccess', result: { signedUrl, failedFiles } };
	}

	function put(one: FileExport, pages: readonly Version[]): string {
		const key = `exports/${one.id}/${one.fileName}`;
		const sheets = pages.map((version) => ({ name: version.name.replace(/\.\w+$/, '.pdf'), bytes: pdf([`${version.name} (sandbox)`]) }));
		const [first] = sheets;
		if (one.fileName.endsWith('.pdf') && first !== undefined) world.blobs.set(key, blobOf(first.bytes, 'application/pdf', one.fileName));
		else world.blobs.set(key, blobOf(zip(sheets), 'application/zip', one.fileName));
		return key;
	}
}
