import { isList, isObject, type Json } from '../catalog/vocabulary';

const secretNames = 'access_token|refresh_token|id_token|client_secret|code_verifier|assertion|password|ticket|forge_token|api_key|sig|signature|X-Amz-Signature|X-Amz-Credential|X-Amz-Security-Token|X-Goog-Signature|Key-Pair-Id|Policy';
const inQuery = new RegExp(`([?&;](?:${secretNames}|code)=)[^&#\\s"'<>]+`, 'gi');
/** `name: value`, `"name":"a value"`, `name=value`; a word that only ends in such a name (`zipcode`) is none. */
const inText = new RegExp(`((?<![a-z\\d])["']?(?:${secretNames}|x-adsk-signature)["']?\\s*[:=]\\s*)("(?:[^"\\\\]|\\\\.)*"|'[^']*'|[^\\s"'&,;}<>]+)`, 'gi');
const inHeader = /(\b(?:authorization|cookie)["']?\s*[:=]\s*["']?)[^"'\r\n<>]+/gi;
const bearer = /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi;
/** Bounded where a text could make every position a beginning: a hostile answer must not cost seconds. */
const jwt = /\beyJ[\w-]{8,1000}\.[\w-]+\.[\w-]*/g;
const userInfo = /(\b[a-z][a-z\d+.-]{0,20}:\/\/)[^\s/?#@]+@/gi;

const gone = '[hidden]';

/**
 * A text without tokens, tickets, passwords and signatures: for messages and logs.
 * @param known values that are secret wherever they stand, such as the token of the request the text answers.
 */
export function redactText(words: string, known: readonly string[] = []): string {
	const rest = known.reduce((text, secret) => (secret.length < 6 ? text : text.replaceAll(secret, gone).replaceAll(encodeURIComponent(secret), gone)), words);
	return rest.replace(inHeader, `$1${gone}`).replace(inQuery, `$1${gone}`).replace(inText, `$1${gone}`).replace(bearer, `$1 ${gone}`).replace(jwt, gone).replace(userInfo, `$1${gone}@`);
}

/** An address as far as it may be shown: origin and path, no query. */
export function redactUrl(url: string): string {
	const end = url.search(/[?#]/);
	return end === -1 ? url : url.slice(0, end);
}

/**
 * A record without the session's secrets: the named query parameters are taken out of every address in it
 * (BIM 360 Field writes the live ticket into its file links). Everything else stays as it is.
 */
export function withoutSecrets(value: Json, secretParams: readonly string[]): Json {
	if (secretParams.length === 0) return value;
	// An address within HTML writes & as &amp;.
	const pattern = new RegExp(`([?]|&(?:amp;)?)(?:(?:${secretParams.join('|')})=[^&#\\s"'<>]*(&(?:amp;)?|))+`, 'gi');
	const clean = (part: Json): Json => {
		if (typeof part === 'string') return part.includes('=') ? part.replace(pattern, (_, lead: string, more: string) => (more === '' ? '' : lead)) : part;
		if (isList(part)) return part.map(clean);
		if (isObject(part)) return Object.fromEntries(Object.entries(part).map(([key, member]) => [key, clean(member)]));
		return part;
	};
	return clean(value);
}
