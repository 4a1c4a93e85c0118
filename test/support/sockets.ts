import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';

/** Watches what this process connects to, from now on; gives the client's end of a connection that a server here has taken. */
export function watchSockets(): (request: IncomingMessage) => Socket {
	const connecting = jest.spyOn(Socket.prototype, 'connect');
	return ({ socket }) => {
		const made: readonly unknown[] = connecting.mock.contexts;
		const found = made.find((one) => one instanceof Socket && one.localPort === socket.remotePort);
		if (!(found instanceof Socket)) throw new Error('The connection has no other end here.');
		return found;
	};
}

/** The error Node's network gives in a system call such as `read`. */
export function networkError(syscall: string, code: string): Error {
	return Object.assign(new Error(`${syscall} ${code}`), { code, syscall });
}
