/**
 * What one document says about one call, as data.
 *
 * Contracts are written from the services' own documents, never from our catalog: they are the other
 * side of the proof. The sandbox answers by them and refuses what they do not know; the tests hold
 * every recorded exchange against them.
 */
export interface Contract {
	/** Stable name of the call, `<service>.<thing>.<verb>`. */
	readonly id: string;
	readonly service: ServiceId;
	readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/**
	 * Path from the root of the host. `{name}` is one percent-encoded segment; trailing segments that may be
	 * left off stand in brackets: `/api/library/file/{id}/{type}[/{rev}[/{page}]]`.
	 */
	readonly path: string;
	readonly auth: ContractAuth;
	readonly params: readonly ContractParam[];
	readonly body: ContractBody;
	readonly reply: ContractReply;
	readonly page?: ContractPage;
	/** Document and line, e.g. `Cintoo API 2, line 1642`, or the vendor's page. */
	readonly source: string;
	/** stated: verb and path are in the document. inferred: lost there, rebuilt from context. reference: only on a vendor page. */
	readonly evidence: 'stated' | 'inferred' | 'reference';
	/** Corrections and traps, each with its citation. */
	readonly notes?: readonly string[];
}

export type ServiceId = 'cintoo' | 'acc' | 'field' | 'storage';

export type ContractAuth =
	| { readonly kind: 'none' }
	/**
	 * A bearer token; `context` says whose: a signed-in user's, the application's own, or either.
	 * `scopes` are what the token must hold one of, or all of those in one text separated by blanks; of Cintoo, which has no scopes, the permissions of which the user needs one.
	 */
	| {
			readonly kind: 'bearer';
			readonly context: 'user' | 'app' | 'either';
			readonly scopes: readonly string[];
			/** The application's token is taken only with the header that names the user it acts for. */
			readonly acting?: boolean;
	  }
	/** A session ticket sent as an ordinary parameter. */
	| { readonly kind: 'ticket' }
	/** The URL itself carries the authority; a credential sent along is refused, as cloud storage does. */
	| { readonly kind: 'signed-url' };

export interface ContractParam {
	/** As on the wire; nested body names are dotted (`filter.createdAt`), members of array rows carry no index. */
	readonly name: string;
	readonly in: 'path' | 'query' | 'header' | 'body' | 'form' | 'part';
	readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date' | 'date-time' | 'range' | 'enum' | 'array' | 'object' | 'json' | 'file';
	readonly required: boolean;
	/** The only values allowed; of an array, of each member. */
	readonly values?: readonly (string | number | boolean)[];
	/** How several values travel. */
	readonly list?: 'comma' | 'repeat' | 'json';
	/** A body member that may be JSON `null`. */
	readonly nullable?: boolean;
	/** Least and greatest number; of a string, its length in characters; of an array, its count; of a file, its bytes. */
	readonly min?: number;
	readonly max?: number;
	readonly maxLength?: number;
	readonly note?: string;
}

/** `json-values` is a top-level array of plain values, `json-rows` one of objects, `json-keyed` an object of objects under keys of their own. */
export type ContractBody = 'none' | 'json' | 'json-values' | 'json-rows' | 'json-keyed' | 'json-api' | 'form' | 'multipart' | 'binary';

export interface ContractReply {
	readonly statuses: readonly number[];
	readonly kind: 'none' | 'object' | 'array' | 'page' | 'text' | 'binary' | 'redirect';
	/** Dotted path of the records inside the reply; empty for a bare array. */
	readonly items?: string;
	/** Members of the reply (or of one record) that the document names. */
	readonly fields?: readonly string[];
}

export interface ContractPage {
	readonly style: 'offset' | 'cursor' | 'body-cursor' | 'page-number';
	readonly in: 'query' | 'body' | 'form';
	readonly limit?: string;
	readonly offset?: string;
	readonly cursor?: string;
	readonly defaultLimit?: number;
	readonly maxLimit?: number;
	/** Dotted path of the total; absent where the service gives none and the end is a short page. */
	readonly total?: string;
	/** Dotted path of the next cursor or link. */
	readonly next?: string;
}
