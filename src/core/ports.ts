import type { Readable } from 'node:stream';

/** Text, bytes, or a stream that is opened anew for every attempt. Never an object: hosts drop or reshape those. */
export type RequestContent = string | Uint8Array | (() => Promise<Readable>);

export interface RequestBody {
	readonly contentType: string;
	/** Bytes, where known; streams need it to be sent without chunking. */
	readonly length?: number;
	readonly content: RequestContent;
}

/** Whose sign-in a call needs: a user's, the application's own, or a Field ticket. */
export type TokenKind = 'user' | 'app' | 'ticket';

export interface HttpRequest {
	readonly method: string;
	/** Absolute. */
	readonly url: string;
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: RequestBody;
	/** `stream`: the reply's body is handed over unread. */
	readonly expect: 'text' | 'stream';
	/** Which credential a host that signs requests itself may add. Undefined: none at all, the address is foreign. */
	readonly token?: TokenKind;
	readonly signal?: AbortSignal;
}

export interface HttpResponse {
	readonly status: number;
	/** Lower-case names. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | Readable;
}

/** Sends one request. Never throws for a status and never follows a redirect; throws ConnectionError when there is no answer. */
export interface Transport {
	send(request: HttpRequest): Promise<HttpResponse>;
}

/** What signs one request: headers, or a parameter among the others. Empty where the host signs by itself. */
export interface Signature {
	readonly headers?: Readonly<Record<string, string>>;
	readonly param?: { readonly name: string; readonly value: string };
}

/** A signed-in connection to one service. */
export interface Session {
	/** Which kinds of token this connection can give. */
	readonly tokens: readonly TokenKind[];
	/** Throws SignInError when a person has to sign in. */
	sign(token: TokenKind): Promise<Signature>;
	/** After a 401: renews once for all that wait with the same signature. Whether sending again makes sense. Throws SignInError. */
	renew(token: TokenKind, refused: Signature): Promise<boolean>;
	/** The service's id of whoever is signed in, where the sign-in tells. */
	me?(): Promise<string | undefined>;
	/** The same for every connection that shares this user's sign-in, another for every other: what is made from it is kept by it. */
	readonly userKey?: string;
}

/** Keeps tokens across restarts. `write` resolves only when the tokens are safe: single-use tokens are stored before they are used. */
export interface TokenStore<Tokens> {
	read(): Promise<Tokens | undefined>;
	write(tokens: Tokens): Promise<void>;
}

export interface Logger {
	debug(message: string): void;
	warn(message: string): void;
}

export interface Clock {
	/** ms since the epoch. */
	now(): number;
	/** Rejects with CancelledError when the signal fires. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** What core needs of its surroundings. */
export interface Ports extends Clock {
	readonly transport: Transport;
	readonly session: Session;
	/** 0 ≤ x < 1. */
	random(): number;
	readonly logger: Logger;
}
