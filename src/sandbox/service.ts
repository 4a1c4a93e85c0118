import type { Contract, ServiceId } from '../contracts/contract';

/** One request as a handler sees it: matched to its contract, decoded, held against it and authenticated. */
export interface SandboxRequest {
	readonly contract: Contract;
	readonly method: string;
	/** Percent-decoded path segments by name. */
	readonly path: Readonly<Record<string, string>>;
	readonly query: URLSearchParams;
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string>>;
	/** Parsed JSON, or undefined. */
	readonly json: unknown;
	/** Form fields, multipart text parts included. */
	readonly form: URLSearchParams;
	/** Multipart file parts by part name. */
	readonly parts: ReadonlyMap<string, SandboxFile>;
	/** The raw bytes, for uploads to storage. */
	readonly bytes: Uint8Array;
	readonly caller: Caller;
}

export interface SandboxFile {
	readonly name: string;
	readonly type: string;
	readonly bytes: Uint8Array;
}

/** Who is calling: a person, an application with its own token, an application acting as a person, or nobody. */
export type Caller =
	| { readonly kind: 'user'; readonly userId: string }
	| { readonly kind: 'app'; readonly actingAs?: string }
	| { readonly kind: 'anonymous' };

export interface SandboxReply {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly json?: unknown;
	readonly text?: string;
	readonly bytes?: Uint8Array;
	readonly type?: string;
}

export type Handler = (request: SandboxRequest) => SandboxReply | Promise<SandboxReply>;

/** What a service of the sandbox must bring; the server does routing, contract checks, faults and the log. */
export interface SandboxService {
	readonly id: ServiceId;
	readonly contracts: readonly Contract[];
	/** A handler per contract id. A contract without one answers 501 in the service's error shape. */
	readonly handlers: Readonly<Record<string, Handler>>;
	/** Decides who calls, or returns the service's own refusal (401, 403). */
	authenticate(request: Omit<SandboxRequest, 'caller'>): Caller | SandboxReply;
	/** A refusal in this service's own error shape. */
	refuse(status: number, words: string, code?: string): SandboxReply;
}

/** What the handlers of every service share: the clock, the other origins, storage and ids. */
export interface SandboxWorld {
	now(): Date;
	/** Origin (scheme, host, port) of each service, known once the server listens. */
	readonly origins: Readonly<Record<ServiceId, string>>;
	/** Keeps bytes under a key of cloud storage. */
	readonly blobs: Map<string, SandboxBlob>;
	/**
	 * A URL on the storage origin that allows one verb on one key until it expires.
	 *
	 * Each part of an upload in parts gets a key and a URL of its own; the service joins the bytes when it is told
	 * that all parts are there. Every PUT answers with an `ETag`.
	 */
	sign(key: string, verb: 'GET' | 'PUT', seconds: number, demands?: SignedDemands): string;
	/** A fresh version-4 UUID, deterministic for a given seed. */
	uuid(): string;
}

export interface SandboxBlob {
	readonly bytes: Uint8Array;
	readonly type: string;
	readonly name?: string;
	/** Hexadecimal, lower case. */
	readonly md5: string;
}

/** What the storage behind a signed URL insists on besides the signature. */
export interface SignedDemands {
	/** `x-ms-blob-type: BlockBlob`, as Azure Blob Storage requires of a PUT. */
	readonly blockBlob?: boolean;
}

/** Faults that can be switched on for the next requests, per service. */
export interface Fault {
	readonly service?: ServiceId;
	/** Only requests whose method and path match; a substring of the path. */
	readonly method?: string;
	readonly path?: string;
	/** How many requests to hit before it is spent; 1 when left out. */
	readonly times?: number;
	/** Let this many matching requests pass before the first hit. */
	readonly after?: number;
	readonly kind:
		| { readonly latencyMs: number }
		| { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly json?: unknown }
		/** An HTML page with status 200 or the one given, as a closed service or a proxy answers. */
		| { readonly html: true; readonly status?: number }
		/** The connection breaks: before the answer, or after so many bytes of it. */
		| { readonly cutAfterBytes: number }
		/** The request is carried out, the answer is lost. */
		| { readonly loseAnswer: true };
}

/** One exchange as recorded on the wire, secrets included: for tests only, never printed. */
export interface Exchange {
	readonly service: ServiceId;
	readonly method: string;
	readonly url: string;
	readonly requestHeaders: Readonly<Record<string, string>>;
	readonly requestBody: Uint8Array;
	readonly contractId?: string;
	/** What the contract objects to; empty when the request is as documented. */
	readonly violations: readonly string[];
	readonly status: number;
	/** When the request was there in full; a fault may have kept it waiting since. */
	readonly receivedAt: Date;
	/** When it was answered, whether or not anybody was left to hear it. */
	readonly at: Date;
}
