import { cintoo } from '../../src/catalog/cintoo';
import type { Client } from '../../src/core/client';
import { createCintooService, type CintooService } from '../../src/sandbox/cintoo';
import { people, type PersonKey } from '../../src/sandbox/people';
import { serve, type Served } from '../../src/sandbox/serve';
import { bearer, connect } from './connect';

export interface CintooSandbox {
	/** The sandbox of the present test. */
	readonly served: () => Served<{ cintoo: CintooService }>;
	/** A client as one run of a host has it. */
	readonly as: (who: PersonKey) => Client;
}

/** Gives every test of a file a sandbox of its own; at the end of each, every request must have kept to the document. */
export function cintooSandbox(): CintooSandbox {
	let served: Served<{ cintoo: CintooService }> | undefined;
	const present = (): Served<{ cintoo: CintooService }> => {
		if (!served) throw new Error('The sandbox runs within tests only.');
		return served;
	};
	beforeEach(async () => {
		served = await serve((world) => ({ cintoo: createCintooService(world) }));
	});
	afterEach(async () => {
		const broken = present().exchanges.filter(({ violations }) => violations.length > 0);
		await present().stop();
		expect(broken.map(({ method, url, violations }) => `${method} ${url}: ${violations.join('; ')}`)).toEqual([]);
	});
	return { served: present, as: (who) => connect(cintoo, present().origins.cintoo, bearer(present().services.cintoo.issueTokens(people[who].cintooId).access_token)) };
}
