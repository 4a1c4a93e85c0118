import { createAccService, type AccService, type AccServiceOptions } from './acc';
import { createCintooService, type CintooOptions, type CintooService } from './cintoo';
import { createFieldService, type FieldOptions, type FieldService } from './field';
import { serve, type Served, type ServeOptions } from './serve';

export interface SandboxOptions extends ServeOptions {
	readonly cintoo?: CintooOptions;
	readonly acc?: AccServiceOptions;
	readonly field?: FieldOptions;
}

/** The three services and their cloud storage on loopback, each with its state for tests and the demo to look into. */
export interface Sandbox extends Omit<Served<unknown>, 'services'> {
	readonly cintoo: CintooService;
	readonly acc: AccService;
	readonly field: FieldService;
}

/**
 * Starts the whole sandbox on 127.0.0.1, on free ports unless told otherwise.
 *
 * @throws Error when a fixed port is taken
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const { services, ...served } = await serve(
		(world) => {
			const acc = createAccService(world, options.acc);
			return { cintoo: createCintooService(world, options.cintoo), acc, field: createFieldService(world, { emailOf: (token) => acc.emailOf(token), ...options.field }) };
		},
		options,
	);
	return { ...served, ...services };
}
