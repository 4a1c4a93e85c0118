import type { Handler, SandboxReply, SandboxRequest } from '../service';
import { personOf, projectOf } from './access';
import { commaList, cut, windowOf } from '../reading';
import { problem } from './refusal';
import type { AccState, LocationNode } from './state';

/** The location tree as a flat list. */
export function locationsHandlers(state: AccState): Readonly<Record<string, Handler>> {
	return { 'acc.location.getMany': getMany };

	function getMany(request: SandboxRequest): SandboxReply {
		personOf(request, problem);
		const project = projectOf(request, state, { prefix: 'bare', accOnly: true, shape: problem });
		const nodes = state.locations.filter((node) => node.projectId === project.id);
		const ids = commaList(request.query, 'filter[id]');
		// Asked for by id, nodes come with the names above them, and paging is off (line 9380).
		if (ids !== undefined) {
			const results = nodes.filter((node) => ids.includes(node.id)).map((node) => ({ ...nodeBody(node), path: namesAbove(node) }));
			return { status: 200, json: { pagination: { limit: results.length, offset: 0, totalResults: results.length }, results } };
		}
		const window = windowOf(request.query, 10_000, 10_000);
		const next = window.offset + window.limit;
		// Relative and without /construction, as in the document (line 9424).
		const nextUrl = `/locations/v2/projects/${project.id}/trees/default/nodes?limit=${window.limit}&offset=${next}`;
		const pagination = { ...window, totalResults: nodes.length, ...(next < nodes.length ? { nextUrl } : {}) };
		return { status: 200, json: { pagination, results: cut(nodes, window).map(nodeBody) } };
	}

	function namesAbove(node: LocationNode): readonly string[] {
		const parent = state.locations.find((one) => one.projectId === node.projectId && one.id === node.parentId);
		return parent === undefined ? [] : [...namesAbove(parent), parent.name];
	}
}

function nodeBody(node: LocationNode): Readonly<Record<string, unknown>> {
	const { projectId: _project, ...rest } = node;
	return { ...rest, description: null };
}
