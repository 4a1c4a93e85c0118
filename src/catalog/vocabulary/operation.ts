import type { Output, RunContext } from './context';
import type { Field, Fields, Input, InputOf, Placement } from './field';
import type { Json, JsonObject } from './json';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * How the body is put together from the fields placed in it.
 * - `json`: an object, dotted names nested · `json-api`: the same under `application/vnd.api+json`
 * - `bare`: the value of the only body field is the whole body (a top-level list of values or objects)
 * - `form`: urlencoded; lists and objects become JSON inside their field, dotted names an object in the field before the dot
 * - `multipart`: the same in parts, files as streams
 */
export type BodyStyle = 'json' | 'json-api' | 'bare' | 'form' | 'multipart';

export interface Call {
	readonly method: Method;
	/** `{name}` is one percent-encoded segment; trailing segments in brackets are left off with their value: `[/{rev}[/{page}]]`. */
	readonly path: string;
	readonly body?: BodyStyle;
}

const call = (method: Method, defaultBody?: BodyStyle) => (path: string, options?: { readonly body?: BodyStyle }): Call => ({ method, path, body: options?.body ?? defaultBody });

export const get = call('GET');
export const post = call('POST', 'json');
export const put = call('PUT', 'json');
export const patch = call('PATCH', 'json');
export const del = call('DELETE');

/** What the caller must be and have. */
export interface Needs {
	/** Whose token: a signed-in user's, the application's own, or either. `ticket`: a Field session. */
	readonly token: 'user' | 'app' | 'either' | 'ticket';
	/** OAuth scopes, or the service's own permissions, of which any one suffices; where it takes several scopes they stand in one text, separated by blanks. */
	readonly scopes?: readonly string[];
	readonly permissions?: readonly string[];
	/** Header that routes to a region. */
	readonly region?: string;
	/** Header that names the user an application acts as. */
	readonly actAs?: string;
	/** The application's own token is taken only when it acts as a user. */
	readonly person?: boolean;
	readonly rate?: Rate;
}

/** How often one application may call a family of calls before the service refuses more. */
export interface Rate {
	/** Calls with the same name count together. */
	readonly family: string;
	/** Calls in any minute. Left out where no number is published: then only what the service asks for (`Retry-After`) counts. */
	readonly perMinute?: number;
}

/** How a list is paged. `items` is the dotted path of the records, empty for a bare list. */
export type Page =
	| { readonly style: 'none'; readonly items: string }
	| {
			readonly style: 'offset';
			readonly items: string;
			readonly limit: string;
			readonly offset: string;
			/** Records a page; the service's maximum. */
			readonly size: number;
			/** Dotted path of the total; without one a page shorter than `size` is the last. */
			readonly total?: string;
			/** First offset, and what one page adds to it: `record` (default) or `page`. */
			readonly counts?: 'record' | 'page';
			/** Dotted path of a record that stands beside the list in every page: it comes once, before the others. */
			readonly lead?: string;
			/** Wire name of a parameter in the query with which the service gives all at once and ignores limit and offset. */
			readonly wholeWith?: string;
	  }
	/** Without `limit` the service alone decides how many records a page has. */
	| { readonly style: 'cursor'; readonly items: string; readonly limit?: string; readonly cursor: string; readonly size: number; readonly next: string }
	/** The reply holds the next request: the body at `next`.body, to be posted to `next`.url on the same origin. */
	| { readonly style: 'body-cursor'; readonly items: string; readonly limit: string; readonly size: number; readonly next: string };

export const unpaged = (items = ''): Page => ({ style: 'none', items });
export const offset = (options: { items: string; size: number; total?: string; limit?: string; offset?: string; counts?: 'record' | 'page'; lead?: string; wholeWith?: string }): Page => ({ limit: 'limit', offset: 'offset', ...options, style: 'offset' });
export const cursor = (options: { items: string; size: number; next: string; cursor: string; limit?: string }): Page => ({ limit: 'limit', ...options, style: 'cursor' });
export const bodyCursor = (options: { items: string; size: number; next: string; limit?: string }): Page => ({ limit: 'limit', ...options, style: 'body-cursor' });

/**
 * What comes back.
 * - `record`: an object, at a dotted path · `records`: a list, one output each · `value`: anything, wrapped as `{ value }` unless it is an object
 * - `nothing`: the output says what was done · `file`: bytes, after any redirect · `text`
 * - `mixed`: JSON when the reply is JSON, else a file
 *
 * `several`: files of which each succeeds or fails by itself.
 */
export interface Returns {
	readonly kind: 'record' | 'records' | 'value' | 'nothing' | 'file' | 'text' | 'mixed';
	readonly path: string;
	readonly several?: boolean;
}
export const returns = {
	record: (path = ''): Returns => ({ kind: 'record', path }),
	records: (path = ''): Returns => ({ kind: 'records', path }),
	value: (path = ''): Returns => ({ kind: 'value', path }),
	nothing: { kind: 'nothing', path: '' } satisfies Returns,
	file: { kind: 'file', path: '' } satisfies Returns,
	files: { kind: 'file', path: '', several: true } satisfies Returns,
	text: { kind: 'text', path: '' } satisfies Returns,
	mixed: { kind: 'mixed', path: '' } satisfies Returns,
};

/** A failure the service hides in a successful reply. */
export interface HiddenFailure {
	readonly words: string;
	readonly code?: string;
	/** It is the caller's right that is missing, not the input. */
	readonly permission?: boolean;
	/** The same may succeed when it is done anew: what to do then. */
	readonly anew?: string;
}

/** Many items in one call, each result and failure back at its own item. */
export interface Batch {
	/** Wire name of the list. Its rows come from the rows field with this key; where `row` is there, each item is one row. */
	readonly list: string;
	/** Most rows a call takes. */
	readonly max: number;
	/** Member of a row that the reply repeats (`temporary_id`); core makes one for each row where it is absent. A dotted path where every row has its own. */
	readonly match: string;
	/** Dotted path of the results in the reply. */
	readonly results: string;
	/** The rows of a call are carried out together or not at all. */
	readonly whole?: boolean;
	/** The rows travel as members of one object, each under its own `match`. */
	readonly keyed?: boolean;
	/** The reply says nothing of single rows: that it came is every row's success, and it is the result of each. */
	readonly silent?: boolean;
	/** Why the service refused this one, or undefined when it was carried out. */
	refused(result: JsonObject): HiddenFailure | undefined;
	/** Makes the row of one item from its fields placed `row`, wire-ready and by wire name. */
	row?(members: JsonObject): JsonObject;
}

/** Read, change, write: for a write that erases what it does not name. */
export interface Merge {
	/** Operation that reads the present state, called with the same references. */
	readonly read: AnyOperation;
	/** Input for the read beyond the path references, e.g. `{ includeAttachments: true }`. */
	readonly with?: Input;
	/** From the record read: the members that are written back, by our key, as a dotted path or a function. A function that gives null has the field sent as cleared. */
	readonly keep: Readonly<Record<string, string | ((record: JsonObject) => Json | undefined)>>;
}

/** Words for people beside the ids in a record, on request: one list tells them all. Several lists under one switch follow one another. */
export interface Beside {
	/** Key of the boolean that asks for them, placed `here`. */
	readonly on: string;
	/** Read once a run, however many records there are. */
	readonly list: AnyOperation;
	/** Keys of the input that the list takes over. */
	readonly within: readonly string[];
	/** What else it is read with. */
	readonly with?: Input;
	/** Makes what adds the words to a record; `refusal` says why whoever is signed in got no list. */
	adds(listed: readonly JsonObject[], refusal?: string): (record: JsonObject) => JsonObject;
}

/** What an operation can add beside the ids of its records. */
export function besidesOf({ beside }: Pick<AnyOperation, 'beside'>): readonly Beside[] {
	return beside === undefined ? [] : 'adds' in beside ? [beside] : beside;
}

/** What a write did, in the words every write uses; the output of one in several steps says `unchanged` where there was nothing to do. `id` and `number` are dotted paths in the reply. */
export interface Receipt {
	readonly done: 'created' | 'updated' | 'deleted' | 'removed' | 'sent' | 'started' | 'cancelled' | 'exported';
	readonly id?: string;
	readonly number?: string;
	/** The service's codes for "the thing to be deleted is not there", which counts as deleted. Absent: any 404 counts. */
	readonly gone?: string | readonly string[];
}

/** More than one call. Whatever it may call stands in `calls`, so that the catalog can list it. */
export interface Run<F extends Fields> {
	readonly calls: readonly AnyOperation[];
	/** Whether a form offers a part of the list at first, as of the list of one call. Default: all of it. */
	readonly limited?: boolean;
	/** One after the other where it yields: a file is opened only when it is wanted. */
	run(context: RunContext, input: InputOf<F>): Promise<readonly Output[]> | AsyncIterable<Output>;
}

/** Completes an input whose references are ids by now; keys placed `here` say what is wanted. */
export interface Completion {
	readonly calls: readonly AnyOperation[];
	run(context: RunContext, input: Input): Promise<Input>;
}

/** `oneOf`: at least one of these keys is filled in. `together`: all of them or none. `atMostOne`: they exclude each other. `with`: the key is nothing without the others. */
export type Rule = { readonly oneOf: readonly string[] } | { readonly together: readonly string[] } | { readonly atMostOne: readonly string[] } | { readonly key: string; readonly with: readonly string[] };

export type OperationStatus = 'stable' | 'beta' | 'inferred' | 'reference' | 'deprecated';

export interface Operation<F extends Fields = Fields> {
	/** Shown in the list of actions, a sentence without articles: `Create issue`. */
	readonly action: string;
	readonly description: string;
	/** Absent when only `steps` carry it out. */
	readonly call?: Call;
	readonly needs: Needs;
	readonly input: F;
	readonly page?: Page;
	readonly returns: Returns;
	/** Whether carrying it out twice does the same as once: decides what may be sent again after a lost answer. */
	readonly repeat: 'safe' | 'never';
	readonly receipt?: Receipt;
	/** Which records of a list are given back, where the service cannot filter: by the wire-ready values of the fields placed `here`. */
	readonly select?: (record: JsonObject, wanted: JsonObject) => boolean;
	readonly beside?: Beside | readonly Beside[];
	/** Finds a failure in a reply that claims success. */
	readonly ok?: (reply: Json) => HiddenFailure | undefined;
	/** Brings a reply of an odd shape into a plain one before it is read; `local` are the values of the fields placed `here`, by key. */
	readonly reshape?: (reply: Json, local: JsonObject) => Json;
	readonly batch?: Batch;
	readonly merge?: Merge;
	readonly steps?: Run<F>;
	/** Turns what a person chose into what the call takes, where that takes asking: the days that "this week" means where the project is. */
	readonly completes?: Completion;
	/** Rules between fields, checked before anything is sent. */
	readonly rules?: readonly Rule[];
	/** What one item does is nothing to the others, whatever their order: hosts may have several under way at a time. */
	readonly unordered?: boolean;
	/** Cannot be undone: asks for an explicit confirmation and stays off for AI tools. */
	readonly destructive?: boolean;
	/** Internal: called by other operations, not offered to people. */
	readonly hidden?: boolean;
	/** How sure the facts are. Default stable. */
	readonly status?: OperationStatus;
	/** Document and section, or the vendor's page. */
	readonly source: string;
	/** Label of the operation in the drop-down. Default: made from its name. */
	readonly label?: string;
}

/** An operation whose input type does not matter to the one who handles it. */
export interface AnyOperation extends Omit<Operation, 'steps' | 'input'> {
	readonly input: Fields;
	readonly steps?: Pick<Run<Fields>, 'calls' | 'limited'> & { run(context: RunContext, input: Input): Promise<readonly Output[]> | AsyncIterable<Output> };
}

/** Declares an operation; its input type follows from its fields. */
export function operation<const F extends Fields>(declared: Operation<F>): Operation<F> {
	return declared;
}

/** Where a field of this operation travels: as it says itself, in the path that names it, else in the query of reads and the body of writes. */
export function placeOf(operation: AnyOperation, key: string, field: Field): Placement {
	if (field.in !== undefined) return field.in;
	if (!operation.call) return 'body';
	if (operation.call.path.includes(`{${field.wire ?? key}}`)) return 'path';
	return operation.call.body === undefined ? 'query' : 'body';
}
