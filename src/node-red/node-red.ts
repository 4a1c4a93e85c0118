import type { EventEmitter } from 'node:events';

/** What of Node-RED's runtime this skin uses (Node-RED 4.0 and later, `NodeAPI`): nothing of it is imported, the runtime hands it in. */
export interface NodeRed {
	readonly nodes: {
		/** Registers a type; the constructor is called with the node as `this`. */
		registerType(type: string, constructor: (this: RedNode, config: SavedConfig) => void, options?: { readonly credentials?: Readonly<Record<string, { readonly type: 'text' | 'password' }>> }): void;
		createNode(node: RedNode, config: SavedConfig): void;
		/** A deployed, enabled node. */
		getNode(id: string): RedNode | null | undefined;
		/** Every node of the flows, disabled ones included. */
		eachNode(visit: (config: SavedConfig) => void): void;
		/** Credentials as stored: `${NAME}` is not filled in. */
		getCredentials(id: string): Readonly<Record<string, unknown>> | null | undefined;
	};
	readonly settings: SettingsStore;
	/** One and the same for all node sets of a process. */
	readonly events: EventEmitter;
	readonly log: { warn(message: string): void; debug(message: string): void };
	readonly util: {
		evaluateNodeProperty(value: unknown, type: string, node: RedNode, message: Message, done: (error: unknown, value?: unknown) => void): void;
		setMessageProperty(message: Message, property: string, value: unknown, createMissing: boolean): boolean;
		cloneMessage(message: Message): Message;
		generateId(): string;
	};
	readonly auth: { needsPermission(permission: string): RouteHandler };
	readonly comms: { publish(topic: string, data: unknown, retain: boolean): void };
	readonly httpAdmin: {
		get(path: string, ...handlers: RouteHandler[]): unknown;
		post(path: string, ...handlers: RouteHandler[]): unknown;
	};
	/** Where the HTTP nodes of the flows are served; bodies arrive unread. */
	readonly httpNode: { post(path: string, handler: RouteHandler): unknown };
}

/** The runtime's own settings, kept by its storage: `get` and `set` throw where there is none. */
export interface SettingsStore {
	get(key: string): unknown;
	set(key: string, value: unknown): Promise<void>;
	available(): boolean;
	/** Set by some set-ups: writes are then dropped without a word. */
	readonly readOnly?: unknown;
	/** `false`: the HTTP nodes are not served. */
	readonly httpNodeRoot?: unknown;
	/** User and password for the HTTP nodes, or what checks them. */
	readonly httpNodeAuth?: unknown;
}

export interface RouteRequest extends AsyncIterable<unknown> {
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, unknown>>;
	readonly params: Readonly<Record<string, string>>;
	readonly query: Readonly<Record<string, unknown>>;
	readonly body?: unknown;
}
export interface RouteResponse {
	status(code: number): RouteResponse;
	set(headers: Readonly<Record<string, string>>): RouteResponse;
	json(body: unknown): unknown;
	send(body: string): unknown;
}
export type RouteHandler = (request: RouteRequest, response: RouteResponse, next: (error?: unknown) => void) => unknown;

/** A node as it stands in the flows. */
export interface SavedConfig {
	readonly id: string;
	readonly type: string;
	readonly name?: string;
	readonly [key: string]: unknown;
}

export interface Message {
	payload?: unknown;
	_msgid?: string;
	[key: string]: unknown;
}

export type Send = (message: Message | readonly (Message | null)[]) => void;
export type Done = (error?: unknown) => void;

export interface Status {
	readonly fill?: 'red' | 'green' | 'yellow' | 'blue' | 'grey';
	readonly shape?: 'dot' | 'ring';
	/** At most 20 characters are seen. */
	readonly text?: string;
}

export interface RedNode {
	readonly id: string;
	readonly type: string;
	readonly name?: string;
	/** Id of the node in a subflow's template that this one was made from. */
	readonly _alias?: string;
	/** The flow it lives in; `path` tells the instances of a subflow apart and stays over restarts. */
	readonly _flow?: { readonly path?: string };
	/** With `${NAME}` filled in from the environment. */
	readonly credentials?: Readonly<Record<string, unknown>>;
	on(event: 'input', listener: (message: Message, send: Send, done: Done) => void): unknown;
	on(event: 'close', listener: (removed: boolean, done: () => void) => void): unknown;
	send(message: Message): void;
	status(status: Status): void;
	error(error: unknown, message?: Message): void;
	warn(text: string): void;
	debug(text: string): void;
}
