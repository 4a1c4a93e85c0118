import { isList, isObject, type Json } from '../catalog/vocabulary';

const secretNames = '(?:access|refresh|id|forge)[_-]?token|client[_-]?secret|code[_-]?verifier|assertion|password|ticket|api[_-]?key|sig|signature|X-Amz-Signature|X-Amz-Credential|X-Amz-Security-Token|X-Goog-Signature|Key-Pair-Id|Policy';
const inQuery = new RegExp(`([?&;](?:${secretNames}|code)=)[^&#\\s"'<>]+`, 'gi');
/** `name: value`, `"name":"a value"`, `name=value`; a word that only ends in such a name (`zipcode`) is none. */
const inText = new RegExp(`((?<![a-z\\d])["']?(?:${secretNames}|x-adsk-signature)["']?\\s*[:=]\\s*)("(?:[^"\\\\]|\\\\.)*(?:"|$)|'[^']*(?:'|$)|[^\\s"'&,;}<>]+)`, 'gi');
const inHeader = /(\b(?:authorization|cookie)["']?\s*[:=]\s*["']?)[^"'\r\n<>]+/gi;
const bearer = /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi;
/** Where a word begins, and nowhere within it: a hostile answer could make every position a beginning. */
const jwt = /(?<![\w-])eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g;
const userInfo = /(\b[a-z][a-z\d+.-]{0,20}:\/\/)[^\s/?#@]+@/gi;

const gone = '[hidden]';

/** Characters of a text that are looked at: several times what a message shows, so that a hostile answer costs no time. */
const longest = 4096;

/**
 * A text without tokens, tickets, passwords and signatures: for messages and logs.
 * Of one without end only the beginning is left.
 * @param known values that are secret wherever they stand, such as the token of the request the text answers.
 */
export function redactText(words: string, known: readonly string[] = []): string {
	return beginningOf(withoutKnown(words, known)).replace(inHeader, `$1${gone}`).replace(inQuery, `$1${gone}`).replace(inText, `$1${gone}`).replace(bearer, `$1 ${gone}`).replace(jwt, gone).replace(userInfo, `$1${gone}@`);
}

function withoutKnown(text: string, known: readonly string[]): string {
	return known.reduce((rest, secret) => (secret.length < 6 ? rest : rest.replaceAll(secret, gone).replaceAll(encodeURIComponent(secret), gone)), text);
}

/** Up to the end of a word, where there is one: half a secret would not be known for one. */
function beginningOf(text: string): string {
	if (text.length <= longest) return text;
	const end = text.lastIndexOf(' ', longest);
	return text.slice(0, end > longest / 2 ? end : longest);
}

/** An address as far as it may be shown: origin and path, no query. */
export function redactUrl(url: string): string {
	const end = url.search(/[?#]/);
	return end === -1 ? url : url.slice(0, end);
}

/**
 * A record without the session's secrets: the named query parameters are taken out of every address in it
 * (BIM 360 Field writes the live ticket into its file links), also of one that is a parameter of another.
 * @param known the live values of those parameters, hidden wherever else they stand.
 */
export function withoutSecrets(value: Json, secretParams: readonly string[], known: readonly string[] = []): Json {
	if (secretParams.length === 0) return value;
	const patterns = paramPatterns(secretParams);
	const clean = (part: Json): Json => {
		if (typeof part === 'string') return withoutKnown(withoutMatches(part, patterns), known);
		if (isList(part)) return part.map(clean);
		if (isObject(part)) return Object.fromEntries(Object.entries(part).map(([key, member]) => [key, clean(member)]));
		return part;
	};
	return clean(value);
}

/** An address without the named query parameters; all else stays as it is, since a signature may count on it. */
export function withoutParams(url: string, names: readonly string[]): string {
	return names.length === 0 ? url : withoutMatches(url, paramPatterns(names));
}

function paramPatterns(params: readonly string[]): readonly RegExp[] {
	const names = `(?:${params.join('|')})`;
	// An address within HTML writes & as &amp;, one within JSON may write it as \u0026.
	const and = '&(?:amp;)?|\\\\u0026';
	// Within another address it is encoded, once or more often.
	const percent = '%(?:25)*';
	// Character by character, a long value would exhaust the stack.
	const encodedValue = `[^&#\\s"'<>%]*(?:%(?!(?:25)*2[36])[^&#\\s"'<>%]*)*`;
	const encodedAnd = `${percent}26(?:amp${percent}3B)?`;
	return [
		new RegExp(`([?]|${and})(?:${names}=[^&#\\s"'<>\\\\]*(${and}|))+`, 'gi'),
		new RegExp(`(${percent}3F|${encodedAnd})(?:${names}${percent}3D${encodedValue}(${encodedAnd}|))+`, 'gi'),
		new RegExp(`([;#])(?:${names}=[^&#;\\s"'<>]*([;&]|))+`, 'gi'),
	];
}

function withoutMatches(text: string, patterns: readonly RegExp[]): string {
	if (!text.includes('=') && !text.includes('%')) return text;
	return patterns.reduce((rest, pattern) => rest.replace(pattern, (_, lead: string, more: string) => (more === '' ? '' : lead)), text);
}
