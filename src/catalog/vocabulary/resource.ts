import type { CallContext } from './context';
import type { Fields, IdPrefix, Input } from './field';
import type { Json, JsonObject } from './json';
import type { AnyOperation } from './operation';

/** One kind of thing a service has, with what can be done to it. */
export interface Resource {
	/** `<service>.<thing>`, e.g. `acc.issue`: the name other resources refer to. */
	readonly id: string;
	/** As its users call it: `Work Zone`. */
	readonly label: string;
	readonly plural: string;
	/** Id of the area it belongs to: one node in Node-RED's palette. */
	readonly area: string;
	readonly description?: string;
	readonly operations: Readonly<Record<string, AnyOperation>>;
	readonly lookup?: Lookup;
	readonly changes?: Changes;
}

/** How a person finds one record of a resource. */
export interface Lookup {
	readonly list: AnyOperation;
	/** Input for the list that is always the same. */
	readonly with?: Input;
	/** Keys of the list's input that must be known first (`accountId`). */
	readonly within: readonly string[];
	/** Dotted path of the id. */
	readonly value: string;
	label(record: JsonObject): string;
	/** Second line, e.g. an e-mail address. */
	detail?(record: JsonObject): string | undefined;
	/** What a person may type to name it, compared without case: name, number, e-mail. */
	names(record: JsonObject): readonly (string | undefined)[];
	/** Key of the list's input that searches on the service, or the input that a text makes for it. */
	readonly search?: string | ((text: string) => Input);
	/** Gone or archived records are shown last, deleted ones not at all. */
	standing?(record: JsonObject): 'active' | 'inactive' | 'deleted';
	/** Where the record lies below the list's own records (subtypes inside types). */
	nested?(record: JsonObject): readonly JsonObject[];
	/** The list is a tree: where a record has the id of the one above it, and its name. Each is given its `way`, the names from below the root down to its own: `Building A > Level 2`. */
	readonly tree?: { readonly parent: string; readonly name: string };
	/** What an id looks like: any other text that a person enters is taken for a name. Left out, every text is an id. */
	readonly idPattern?: RegExp;
	/** Addresses that name one, as copied from a browser; the first group is the id. */
	readonly url?: RegExp;
}

/** How new, changed and deleted records are seen where the service sends no events. */
export interface Changes {
	readonly list: AnyOperation;
	readonly with?: Input;
	/** Input keys a person sets to say where to look. */
	readonly within: readonly string[];
	/** Key of a range or date-time field of `list` that takes "changed since"; without it everything is read. */
	readonly since?: string;
	/** What the service's filter cannot tell apart, in ms: `since` reaches back by that much. Default 60,000; a day where it counts days. */
	readonly overlapMs?: number;
	/** Where the service counts its changes instead: every look asks for what came after the highest count seen, deletions included. */
	readonly counted?: Counted;
	readonly id: string;
	/** Dotted paths of the times of creation and last change. Without them a record is new when it is first met after the first look. */
	readonly created?: string;
	readonly updated?: string;
	/** What the event `created` is called where it is not that a record is new. */
	readonly createdAs?: Pick<Watch, 'label' | 'description'>;
	/** Dotted path of who changed it last, comparable with the id of the signed-in user. */
	readonly author?: string;
	/** Dotted path of who made it: the author of a record that nobody has changed since. */
	readonly creator?: string;
	/** Where the sign-in names a person otherwise than the records do: a list that knows both names, by their dotted paths. */
	readonly self?: { readonly list: AnyOperation; readonly within: readonly string[]; readonly named: string; readonly value: string };
	/** Dotted path of a flag or time that marks it deleted; `absent`: it is gone from the list. */
	readonly deleted?: string;
	/** Dotted paths of when it was deleted and by whom, where that stands beside the mark and not with the last change. */
	readonly deletion?: { readonly time?: string; readonly author?: string };
	/** Input of a second reading, for deleted records that the list gives only by themselves; they are read whenever deletions are wanted. */
	readonly deletedWith?: Input;
	/** Input of a second reading, for records in another state (archived) that the list gives only by themselves: every look reads what changed of them too. */
	readonly alsoWith?: Input;
	/** Of what is gone from the list: input of a reading that gives what was deleted, where a record may be missing for another reason. */
	readonly absentWith?: Input;
	/** Reads the service's clock (an operation, and the dotted path of the time): what "from now" means where ours may be off. */
	readonly clock?: { readonly read: AnyOperation; readonly path: string };
	/** Events beyond created, updated and deleted. */
	readonly watch: Readonly<Record<string, Watch>>;
	/** Conditions on the record that a person can set, by key: several values, any of which suffices. */
	readonly filters: Fields;
	/** Dotted path each filter compares. */
	readonly filterPaths: Readonly<Record<string, string>>;
	/** Filters that the list itself goes by, one value a call, and not we: by filter key, the key of its input. */
	readonly asked?: Readonly<Record<string, string>>;
	/** What the service sends by itself, so that a trigger need not wait for its next look. */
	readonly pushed?: Pushed;
}

/** Deliveries to an address of ours (webhooks) that announce changes of a resource. A hook is bound to one event in one place. */
export interface Pushed {
	/** The service's name for what sends them. */
	readonly system: string;
	/** The service's name for the kind of place a hook is bound to, and how the id of the last key of `within` is written there. */
	readonly scope: { readonly name: string; readonly prefix?: IdPrefix };
	/** By event of the trigger: the service's events that announce it. Those that are missing are found by looking alone. */
	readonly events: Readonly<Record<string, readonly string[]>>;
	/** Regions that send them. Left out: all. */
	readonly regions?: readonly string[];
	/** The calls on hooks, which take `system`, `event`, `hookId`, `callbackUrl`, `newStatus`, `secret`, and the id of the place under the name of the scope. */
	readonly hooks: { readonly list: AnyOperation; readonly create: AnyOperation; readonly update: AnyOperation; readonly remove: AnyOperation };
}

/** A count that grows with every change in one place. */
export interface Counted {
	/** Key of a field of `list` that takes the count after which to read. */
	readonly after: string;
	/** Dotted path of the count in a record, and in the record of the place: a place whose count stands still is not read. */
	readonly path: string;
}

export interface Watch {
	readonly label: string;
	readonly description: string;
	/** The part of the record whose change is the event. `now`: ms since the epoch. */
	read(record: JsonObject, now: number): Json;
	/** The part changes as time passes, with no change of the record: every look reads all there is. */
	readonly byTime?: boolean;
	/** Only changes to a state that satisfies this count. Default: any change. */
	becomes?(now: Json, before: Json): boolean;
	/** Those who brought the change about since the part was `before`, where the part itself names them; whoever changed the record last need not be one. */
	by?(record: JsonObject, before: Json): readonly string[];
}

/** A part of a service that its users think of as one: a node in Node-RED's palette. */
export interface Area {
	readonly id: string;
	readonly label: string;
	readonly description: string;
}

/** What a service said about a failure. */
export interface ServiceWords {
	readonly words?: string;
	readonly code?: string;
	readonly permissions?: readonly string[];
}

export interface Service {
	readonly id: 'cintoo' | 'acc' | 'field';
	readonly label: string;
	/** Origins a person can pick, by name; the first is the default. */
	readonly origins: Readonly<Record<string, string>>;
	readonly areas: readonly Area[];
	readonly resources: readonly Resource[];
	/** Id of the resource that a trigger watches when nobody has chosen one: hosts do not store it then, so it never changes. */
	readonly watchedFirst: string;
	/** A cheap read that needs a valid session and no rights: checks a sign-in. */
	readonly probe: AnyOperation;
	/** What a person is called, by the id that the sign-in tells; undefined where whoever is signed in may not see it. Absent where the id says enough. */
	whoIs?(context: CallContext, id: string): Promise<string | undefined>;
	/** Reads the words out of an error reply, whatever its shape. */
	readFailure(body: Json | string): ServiceWords;
	/** Sentence that helps beyond the general remedy, by status, code and the id of the operation; undefined where there is none. */
	remedy?(status: number, words: ServiceWords, operation?: string): string | undefined;
	/** What a permission is in the words of the service's users, and who has it; undefined where that is not known. */
	permissionWords?(permission: string): string | undefined;
	/** A 401 may also mean a missing right (BIM 360 Field). */
	readonly ambiguous401?: boolean;
	/** Query names whose values are secrets wherever a reply repeats them. */
	readonly secretParams: readonly string[];
}

/** An operation where it stands in the catalog. */
export interface PlacedOperation {
	/** `<resource id>.<name>` */
	readonly id: string;
	readonly resource: Resource;
	readonly name: string;
	readonly operation: AnyOperation;
}

interface Directory {
	readonly resources: ReadonlyMap<string, Resource>;
	readonly byId: ReadonlyMap<string, PlacedOperation>;
	readonly byOperation: ReadonlyMap<AnyOperation, PlacedOperation>;
}

/** Made once for each service: hosts look things up for every item of a run. */
const directories = new WeakMap<Service, Directory>();

function directoryOf(service: Service): Directory {
	const known = directories.get(service);
	if (known) return known;
	const placed = service.resources.flatMap((resource) => Object.entries(resource.operations).map(([name, operation]): PlacedOperation => ({ id: `${resource.id}.${name}`, resource, name, operation })));
	const made: Directory = {
		resources: new Map(service.resources.map((resource) => [resource.id, resource])),
		byId: new Map(placed.map((one) => [one.id, one])),
		byOperation: new Map(placed.map((one) => [one.operation, one])),
	};
	directories.set(service, made);
	return made;
}

/** Every operation of a service under its id. */
export function operationsOf(service: Service): ReadonlyMap<string, PlacedOperation> {
	return directoryOf(service).byId;
}

/** Where an operation stands in a service; undefined for one that stands in no resource, such as a part of another made on the way. */
export function placedOperation(service: Service, operation: AnyOperation): PlacedOperation | undefined {
	return directoryOf(service).byOperation.get(operation);
}

/** The resource with this id, of any of the services. Throws when there is none: a reference in the catalog is wrong. */
export function resourceOf(services: readonly Service[], id: string): Resource {
	for (const service of services) {
		const found = directoryOf(service).resources.get(id);
		if (found) return found;
	}
	throw new Error(`The catalog has no resource ${id}.`);
}
