import type { Readable } from 'node:stream';
import type { Json, JsonObject } from './json';
import type { CallContext } from './context';

/**
 * Where a value travels. Left out, it follows from the call: named in the path, else query for reads, body for writes.
 * `here`: it does not travel; the operation's `select` compares it with the records of the reply, its `reshape` goes by it.
 * `row`: a member of the row that one item adds to a batch.
 */
export type Placement = 'path' | 'query' | 'header' | 'body' | 'part' | 'here' | 'row';

/** How several values share one parameter: `a,b` · `k=a&k=b` · `["a","b"]`. */
export type ListStyle = 'comma' | 'repeat' | 'json';

/** A reference as a person gives it: the id, or the name or number the person knows it by. */
export type Reference = string | { readonly name: string };

/** A date or time range; either end may stay open. Days are YYYY-MM-DD, times ISO 8601 with zone. */
export interface Range {
	readonly from?: string;
	readonly to?: string;
}

/** A file to send. `open` is called again for every attempt, so it must give the bytes from the start each time. */
export interface FileInput {
	readonly name: string;
	/** Media type; guessed from the name where a service needs one. */
	readonly type?: string;
	/** Bytes, when the host knows. */
	readonly size?: number;
	/** MD5 in hexadecimal, when the host had all bytes in its hands already; counts together with the size. */
	readonly md5?: string;
	open(): Promise<Readable>;
}

/** Clears a field by not sending it, for calls that replace the whole record. */
export const leftOut = { leftOut: true } as const;

declare const value: unique symbol;

/** Options every kind of field takes. */
export interface FieldOptions<Value, Required extends boolean> {
	readonly required?: Required;
	/** The service's own name for it; nested body members are dotted. Default: the key. */
	readonly wire?: string;
	readonly in?: Placement;
	/** Shown to people; default: made from the key. */
	readonly label?: string;
	readonly description?: string;
	/** Example shown in an empty box, e.g. `e.g. Level 2`. */
	readonly placeholder?: string;
	/** Sent when the person leaves it alone. */
	readonly default?: Value;
	/** What to send to empty it on the service; `leftOut` where a full replacement erases what it does not name. Absent: it cannot be emptied. */
	readonly clear?: null | '' | readonly [] | typeof leftOut;
	/** Offered only when the other field (by key) has one of these values. */
	readonly when?: Readonly<Record<string, readonly (string | number | boolean)[]>>;
	/** Keys this field had in earlier releases; stored values under them are still read. */
	readonly was?: readonly string[];
}

export interface FieldBase<Kind extends string, Value, Required extends boolean> extends FieldOptions<Value, Required> {
	readonly kind: Kind;
	readonly required: Required;
	/** Never present at run time: carries the type of the value. */
	readonly [value]?: Value;
}

export interface Choice {
	readonly value: string | number;
	readonly label: string;
	readonly description?: string;
}

export interface TextField<R extends boolean = boolean> extends FieldBase<'text', string, R> {
	/** Of an id: as of a reference. */
	readonly prefix?: IdPrefix;
	readonly multiline?: boolean;
	readonly minLength?: number;
	readonly maxLength?: number;
	/** Where to go with a longer text, for the refusal. */
	readonly longer?: string;
	/** Shown as dots, never logged. */
	readonly secret?: boolean;
}
export interface NumberField<R extends boolean = boolean> extends FieldBase<'number', number, R> {
	readonly integer?: boolean;
	readonly min?: number;
	readonly max?: number;
}
export interface BooleanField<R extends boolean = boolean> extends FieldBase<'boolean', boolean, R> {
	/** What the service wants for yes and no; undefined leaves the parameter out. Default true and false. */
	readonly sends?: { readonly yes: string | number | boolean | undefined; readonly no: string | number | boolean | undefined };
}
/** A calendar day, YYYY-MM-DD: never passes through a clock or a time zone. */
export type DateField<R extends boolean = boolean> = FieldBase<'date', string, R>;
export interface DateTimeField<R extends boolean = boolean> extends FieldBase<'dateTime', string, R> {
	/** Default `iso`. `field`: `YYYY-MM-DD HH:MM:SS +0000` as BIM 360 Field writes it; `field-local` the same without zone. */
	readonly format?: 'iso' | 'field' | 'field-local';
}
export interface RangeField<R extends boolean = boolean> extends FieldBase<'range', Range, R> {
	readonly of: 'date' | 'dateTime';
	/** Wire names of the two ends, where the service takes them as two parameters; else both travel as `from..to`. */
	readonly ends?: { readonly from: string; readonly to: string };
	/** The service takes no open end: what is left out is sent as a day long before or after. */
	readonly closed?: boolean;
}
export interface ChoiceField<R extends boolean = boolean, V extends string | number = string | number> extends FieldBase<'choice', V, R> {
	readonly options: readonly Choice[];
}
export interface ChoicesField<R extends boolean = boolean, V extends string | number = string | number> extends FieldBase<'choices', readonly V[], R> {
	readonly options: readonly Choice[];
	readonly list?: ListStyle;
}
/** Several free texts, such as labels. */
export interface TextsField<R extends boolean = boolean> extends FieldBase<'texts', readonly string[], R> {
	/** Of ids: as of a reference. */
	readonly prefix?: IdPrefix;
	readonly list?: ListStyle;
	readonly maxItems?: number;
}
/** How an id must be written for one service family: `b.` wanted, or taken off. */
export interface IdPrefix {
	readonly text: string;
	readonly wanted: boolean;
}
export interface RefField<R extends boolean = boolean> extends FieldBase<'ref', Reference, R> {
	/** Id of the resource it points to. */
	readonly to: string;
	readonly prefix?: IdPrefix;
}
export interface RefsField<R extends boolean = boolean> extends FieldBase<'refs', readonly Reference[], R> {
	readonly to: string;
	readonly prefix?: IdPrefix;
	readonly list?: ListStyle;
	readonly maxItems?: number;
	/** Writes one where it is more than its id. */
	encodeEach?(id: string): Json;
}
export interface RowsField<R extends boolean = boolean, F extends Fields = Fields> extends FieldBase<'rows', readonly InputOf<F>[], R> {
	readonly fields: F;
	readonly maxItems?: number;
	/** Writes one row where it is not a plain object of its fields. */
	encodeRow?(row: JsonObject): Json;
	/** Why no service takes such a row, and what to do instead; undefined where it can go. By wire name. */
	refuses?(row: JsonObject): { readonly words: string; readonly remedy: string } | undefined;
	/** Each row travels as a group with `asList` does. */
	readonly asList?: boolean;
}
export interface GroupField<R extends boolean = boolean, F extends Fields = Fields> extends FieldBase<'group', InputOf<F>, R> {
	readonly fields: F;
	/** Travels as the list of its members' values, in the order of declaration; all of them are required. Such a list is taken as well: what was read can be written back. */
	readonly asList?: boolean;
}
export type JsonField<R extends boolean = boolean> = FieldBase<'json', Json, R>;
export type FileField<R extends boolean = boolean> = FieldBase<'file', FileInput, R>;
export type FilesField<R extends boolean = boolean> = FieldBase<'files', readonly FileInput[], R>;
/** Always sent, never shown. */
export interface ConstantField extends FieldBase<'constant', never, false> {
	readonly sends: Json;
}
/** Fields that each project defines for itself, offered by name, keyed by id. */
export interface DynamicField<R extends boolean = boolean> extends FieldBase<'dynamic', Readonly<Record<string, Json>>, R> {
	readonly source: DynamicSource;
	/** How several values of one field travel. */
	readonly list?: ListStyle;
}

/** One field that a project defined, as a host shows it. */
export interface ProjectField {
	/** The service's id of it: the key a saved flow keeps. */
	readonly id: string;
	readonly label: string;
	readonly type: 'text' | 'multiline' | 'number' | 'boolean' | 'date' | 'choice' | 'choices';
	readonly options?: readonly Choice[];
	/** A text may hold several values, separated by commas or as a list. */
	readonly several?: boolean;
	readonly required?: boolean;
}

export interface DynamicSource {
	/** Keys of the operation's input that decide which fields there are; without the first there are none. */
	readonly dependsOn: readonly string[];
	/** Reads the fields that apply; calls are made through the context. */
	load(context: CallContext, input: Input): Promise<readonly ProjectField[]>;
	/** Values by field id, ready for the wire. Throws nothing: values were checked against the fields before. */
	encode(values: Readonly<Record<string, Json>>, fields: readonly ProjectField[]): Json;
}

export type Field =
	| TextField
	| NumberField
	| BooleanField
	| DateField
	| DateTimeField
	| RangeField
	| ChoiceField
	| ChoicesField
	| TextsField
	| RefField
	| RefsField
	| RowsField
	| GroupField
	| JsonField
	| FileField
	| FilesField
	| ConstantField
	| DynamicField;

export type FieldKind = Field['kind'];

export interface Fields {
	readonly [key: string]: Field;
}

/** What a person filled in: absent means left alone, null means clear it on the service. */
export interface Input {
	readonly [key: string]: InputValue | null | undefined;
}
export type InputValue = Json | Reference | Range | FileInput | Input | readonly InputValue[];

/** Whether a person left a value alone: blank text and empty lists are nobody's wish; null is one. */
function leftAlone(value: Input[string]): boolean {
	return value === undefined || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);
}

/** What a person filled in or cleared. */
export function given(input: Input): Input {
	return Object.fromEntries(Object.entries(input).filter(([, value]) => !leftAlone(value)));
}

type ValueOf<F> = F extends { readonly [value]?: infer V } ? Exclude<V, undefined> : never;
type RequiredKeys<F extends Fields> = { [K in keyof F]: F[K]['required'] extends true ? K : never }[keyof F];
type ShownKeys<F extends Fields> = { [K in keyof F]: F[K]['kind'] extends 'constant' ? never : K }[keyof F];

/** The typed input of a record of fields: required ones present, the others optional or null (cleared). */
export type InputOf<F extends Fields> = Fields extends F
	? Input
	: { readonly [K in RequiredKeys<F>]: ValueOf<F[K]> } & { readonly [K in Exclude<ShownKeys<F>, RequiredKeys<F>>]?: ValueOf<F[K]> | null };

type Own<F, Kind extends string> = Omit<F, 'kind' | 'required' | typeof value | keyof FieldOptions<never, boolean>> & { readonly kind?: Kind };
type Options<Value, R extends boolean, Extra = object> = FieldOptions<Value, R> & Extra;

function isRequired<R extends boolean>(options: { readonly required?: R } | undefined): R {
	return (options?.required ?? false) as R;
}

export const text = <const R extends boolean = false>(options?: Options<string, R, Omit<Own<TextField, 'text'>, 'kind'>>): TextField<R> => ({ ...options, kind: 'text', required: isRequired(options) });
export const number = <const R extends boolean = false>(options?: Options<number, R, Omit<Own<NumberField, 'number'>, 'kind'>>): NumberField<R> => ({ ...options, kind: 'number', required: isRequired(options) });
export const boolean = <const R extends boolean = false>(options?: Options<boolean, R, Omit<Own<BooleanField, 'boolean'>, 'kind'>>): BooleanField<R> => ({ ...options, kind: 'boolean', required: isRequired(options) });
export const date = <const R extends boolean = false>(options?: Options<string, R>): DateField<R> => ({ ...options, kind: 'date', required: isRequired(options) });
export const dateTime = <const R extends boolean = false>(options?: Options<string, R, Pick<DateTimeField, 'format'>>): DateTimeField<R> => ({ ...options, kind: 'dateTime', required: isRequired(options) });
export const range = <const R extends boolean = false>(of: 'date' | 'dateTime', options?: Options<Range, R, Pick<RangeField, 'ends' | 'closed'>>): RangeField<R> => ({ ...options, of, kind: 'range', required: isRequired(options) });
export const texts = <const R extends boolean = false>(options?: Options<readonly string[], R, Pick<TextsField, 'prefix' | 'list' | 'maxItems'>>): TextsField<R> => ({ ...options, kind: 'texts', required: isRequired(options) });
export const json = <const R extends boolean = false>(options?: Options<Json, R>): JsonField<R> => ({ ...options, kind: 'json', required: isRequired(options) });
export const file = <const R extends boolean = false>(options?: Options<FileInput, R>): FileField<R> => ({ ...options, kind: 'file', required: isRequired(options) });
export const files = <const R extends boolean = false>(options?: Options<readonly FileInput[], R>): FilesField<R> => ({ ...options, kind: 'files', required: isRequired(options) });
export const constant = (sends: Json, options?: Options<never, false>): ConstantField => ({ ...options, sends, kind: 'constant', required: false });

/** A fixed set of values: plain values, or `{ value: 'Label' }`. */
export type ChoiceSet<V extends string | number> = readonly V[] | Readonly<Record<V & string, string>> | readonly (Choice & { readonly value: V })[];

function choiceList<V extends string | number>(options: ChoiceSet<V>): readonly Choice[] {
	if (!Array.isArray(options)) return Object.entries<string>(options as Readonly<Record<string, string>>).map(([key, label]) => ({ value: key, label }));
	return options.map((option: V | Choice) => (typeof option === 'object' ? option : { value: option, label: titleCase(String(option)) }));
}

export const choice = <const V extends string | number, const R extends boolean = false>(options: ChoiceSet<V>, rest?: Options<NoInfer<V>, R>): ChoiceField<R, V> => ({ ...rest, options: choiceList(options), kind: 'choice', required: isRequired(rest) });
export const choices = <const V extends string | number, const R extends boolean = false>(options: ChoiceSet<V>, rest?: Options<readonly NoInfer<V>[], R, Pick<ChoicesField, 'list'>>): ChoicesField<R, V> => ({ ...rest, options: choiceList(options), kind: 'choices', required: isRequired(rest) });

/** A reference to one record of another resource, by resource id. */
export const ref = <const R extends boolean = false>(to: string, options?: Options<Reference, R, Pick<RefField, 'prefix'>>): RefField<R> => ({ ...options, to, kind: 'ref', required: isRequired(options) });
export const refs = <const R extends boolean = false>(to: string, options?: Options<readonly Reference[], R, Pick<RefsField, 'prefix' | 'list' | 'maxItems' | 'encodeEach'>>): RefsField<R> => ({ ...options, to, kind: 'refs', required: isRequired(options) });

export const rows = <const F extends Fields, const R extends boolean = false>(fields: F, options?: Options<readonly InputOf<F>[], R, Pick<RowsField, 'maxItems' | 'encodeRow' | 'refuses' | 'asList'>>): RowsField<R, F> => ({ ...options, fields, kind: 'rows', required: isRequired(options) });
export const group = <const F extends Fields, const R extends boolean = false>(fields: F, options?: Options<InputOf<F>, R, Pick<GroupField, 'asList'>>): GroupField<R, F> => ({ ...options, fields, kind: 'group', required: isRequired(options) });
export const dynamic = <const R extends boolean = false>(source: DynamicSource, options?: Options<Readonly<Record<string, Json>>, R, Pick<DynamicField, 'list'>>): DynamicField<R> => ({ ...options, source, kind: 'dynamic', required: isRequired(options) });

const acronyms: Readonly<Record<string, string>> = { id: 'ID', ids: 'IDs', url: 'URL', urn: 'URN', rfi: 'RFI', gps: 'GPS', erp: 'ERP', md5: 'MD5', pdf: 'PDF', png: 'PNG', jpg: 'JPG', jpeg: 'JPEG', email: 'E-Mail', timezone: 'Time Zone', or: 'or' };

/** A label within a sentence: in small letters, but for abbreviations and names: `Get many RFIs` → `get many RFIs`. */
export function inSentence(label: string): string {
	return label.replace(/\S+/g, (word) => (/[A-Z]{2}|[a-z][A-Z]/.test(word) ? word : word.toLowerCase()));
}

/** A label made from a key or a value: `dueDate` → `Due Date`, `in_review` → `In Review`, `addressLine1` → `Address Line 1`. Several words are a label already. */
export function titleCase(key: string): string {
	if (key.includes(' ')) return key;
	return key
		.replace(/([a-z0-9])([A-Z])/g, '$1 $2')
		.replace(/([a-z]{3})(\d)/g, '$1 $2')
		.split(/[\s_-]+/)
		.filter(Boolean)
		.map((word) => acronyms[word.toLowerCase()] ?? word.charAt(0).toUpperCase() + word.slice(1))
		.join(' ');
}

/** By the words they are made of: a batch of a thousand rows asks for each a thousand times. */
const titles = new Map<string, string>();

/** The label of a field under its key. References drop the trailing `Id`: `projectId` → `Project`. */
export function labelOf(key: string, field: Field): string {
	if (field.label !== undefined) return field.label;
	const plain = field.kind === 'ref' ? key.replace(/(Id|Ref)$/, '') : field.kind === 'refs' ? key.replace(/(Ids|Refs)$/, 's') : key;
	const words = plain === '' ? key : plain;
	const title = titles.get(words) ?? titleCase(words);
	titles.set(words, title);
	return title;
}
