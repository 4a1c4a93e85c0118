/**
 * One HTTP request taken apart, so that it can be held against a contract.
 *
 * Only the standard of HTTP and its body formats stands here; what a service accepts is in its contracts.
 */
export interface WireRequest {
	readonly method: string;
	/** The path as sent, still percent-encoded: WHATWG `URL` would quietly resolve `..` in it. */
	readonly pathname: string;
	readonly query: URLSearchParams;
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string>>;
	/** Parsed JSON, or undefined where the body is none. */
	readonly json: unknown;
	/** Form fields, multipart text parts included. */
	readonly form: URLSearchParams;
	readonly parts: ReadonlyMap<string, WireFile>;
	readonly bytes: Uint8Array;
	/** What is broken about the body, in words; left out when it could be read. */
	readonly malformed?: string;
}

/** A file part of a multipart body. */
export interface WireFile {
	readonly name: string;
	readonly type: string;
	readonly bytes: Uint8Array;
}

/**
 * Decodes a request by its own `Content-Type`.
 *
 * @param target request target as in the request line: path and query, without scheme and host
 * @param headers lower-case names
 */
export async function decodeWire(
	method: string,
	target: string,
	headers: Readonly<Record<string, string>>,
	bytes: Uint8Array,
): Promise<WireRequest> {
	const mark = target.indexOf('?');
	const base = {
		method,
		pathname: mark < 0 ? target : target.slice(0, mark),
		query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
		headers,
		bytes,
	};
	const body = await decodeBody(mediaType(headers), headers['content-type'] ?? '', bytes);
	return { ...base, ...body };
}

/** The media type without its parameters, lower case; empty when the request names none. */
export function mediaType(headers: Readonly<Record<string, string>>): string {
	return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

type DecodedBody = Pick<WireRequest, 'json' | 'form' | 'parts' | 'malformed'>;

async function decodeBody(media: string, contentType: string, bytes: Uint8Array): Promise<DecodedBody> {
	const empty: DecodedBody = { json: undefined, form: new URLSearchParams(), parts: new Map() };
	if (bytes.length === 0) return empty;
	if (media === 'application/json' || media.endsWith('+json')) {
		try {
			const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
			return { ...empty, json };
		} catch {
			return { ...empty, malformed: 'the body is not JSON in UTF-8' };
		}
	}
	if (media === 'application/x-www-form-urlencoded') {
		return { ...empty, form: new URLSearchParams(new TextDecoder().decode(bytes)) };
	}
	if (media === 'multipart/form-data') {
		try {
			return await decodeMultipart(contentType, bytes);
		} catch {
			return { ...empty, malformed: 'the body is not multipart/form-data with the boundary it names' };
		}
	}
	return empty;
}

async function decodeMultipart(contentType: string, bytes: Uint8Array): Promise<DecodedBody> {
	const data = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
	const form = new URLSearchParams();
	const parts = new Map<string, WireFile>();
	for (const [name, value] of data) {
		if (typeof value === 'string') form.append(name, value);
		else parts.set(name, { name: value.name, type: value.type, bytes: new Uint8Array(await value.arrayBuffer()) });
	}
	return { json: undefined, form, parts };
}
