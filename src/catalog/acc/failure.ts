import { at, isObject, listAt, textAt, type Json, type ServiceWords } from '../vocabulary';

/**
 * The words in an error reply. The families answer in shapes of their own and document none but that of a failed
 * export (line 6190): `{title, detail, errors}`, `{code, message}`, JSON:API's `{errors: [...]}`,
 * `{developerMessage, errorCode}` of the gateway, `{reason}` of the storage, `{error, error_description}` of the sign-in, a list under `detail` of the webhooks.
 */
export function readFailure(body: Json | string): ServiceWords {
	if (typeof body === 'string') return body.trim() === '' ? {} : { words: body.trim() };
	const listed = listAt(body, 'errors') ?? listAt(body, 'detail') ?? [];
	const details = listed.flatMap((one) => entry(one) ?? []);
	const main = first(body, ['detail', 'developerMessage', 'message', 'reason', 'error_description', 'diagnostic', 'userMessage', 'title', 'error', 'error.message', 'error.detail']);
	const code = first(body, ['code', 'errorCode', 'error.code']) ?? textAt(listed[0], 'code') ?? (isObject(body) && typeof body.error === 'string' ? body.error : undefined);
	const title = textAt(body, 'title');
	const said = [...new Set([main, ...details])].filter((words) => words !== undefined && !(words === title && details.length > 0));
	return { ...(said.length === 0 ? {} : { words: said.join(' ') }), ...(code === undefined ? {} : { code }) };
}

/** One entry of a list of errors, with the field it speaks of. */
function entry(one: Json): string | undefined {
	if (typeof one === 'string') return one;
	const words = first(one, ['detail', 'message', 'title']);
	const where = first(one, ['field', 'source.pointer']);
	return words === undefined || where === undefined || words.includes(where) ? words : `${where}: ${words}`;
}

function first(body: Json, paths: readonly string[]): string | undefined {
	for (const path of paths) {
		const found = at(body, path);
		if (typeof found === 'number') return String(found);
		if (typeof found === 'string' && found.trim() !== '') return found.trim();
	}
	return undefined;
}

/** What helps beyond the general advice. */
export function remedy(status: number, said: ServiceWords): string | undefined {
	const words = said.words ?? '';
	if (/BIM ?360/i.test(words) && /compatible|support/i.test(words)) return 'This works in ACC projects only; the project is one of BIM 360.';
	if (/2-legged|own token/i.test(words)) return 'This takes the application’s own sign-in: client ID and client secret in the credential.';
	if (/3-legged/i.test(words)) return 'This takes a signed-in person, not the application.';
	if (/scope|privilege/i.test(words) && status === 403) return 'Sign in again so that the credential gets all the scopes it needs.';
	if (status === 403) return 'Ask a project administrator for access to the project and the product. If it is refused to everybody, the app is missing in the account: an account administrator adds its client ID under Account Admin → Settings → Custom Integrations.';
	if (status === 401) return 'An Autodesk sign-in lasts an hour and its renewal 15 days.';
	return undefined;
}
