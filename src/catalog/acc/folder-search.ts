import { isObject, listAt, operation, returns, text, textAt, texts, unpaged } from '../vocabulary';
import { inFolder, searchPage } from './folder-calls';
import { listed } from './ids';

export const search = operation({
	action: 'Search in folder',
	description: 'Find files in a folder and below by name or type: their latest versions, each with its file under "item"',
	needs: searchPage.needs,
	input: { ...inFolder, name: text({ label: 'Name Contains' }), fileTypes: texts({ placeholder: 'e.g. rvt, pdf' }) },
	page: unpaged(),
	returns: returns.records(),
	repeat: 'safe',
	status: searchPage.status,
	source: searchPage.source,
	steps: {
		calls: [searchPage],
		async *run(context, { fileTypes, ...asked }) {
			const types = listed(fileTypes);
			// How many records a page holds is not documented: only the link to the next tells that there is one.
			for (let page = 0; ; page++) {
				const reply = await context.call(searchPage, { ...asked, ...(types.length === 0 ? {} : { fileTypes: types }), page });
				for (const json of (listAt(reply, 'data') ?? []).filter(isObject)) yield { json };
				if (textAt(reply, 'links.next.href') === undefined) return;
			}
		},
	},
});
