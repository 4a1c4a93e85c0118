import { acc } from '../../src/catalog/acc';
import type { Client } from '../../src/core/client';
import { createAccService, type AccService } from '../../src/sandbox/acc';
import { people, type PersonKey } from '../../src/sandbox/people';
import { serve, type Served } from '../../src/sandbox/serve';
import { bearer, connect } from './connect';

export interface AccSandbox {
	/** The sandbox of the present test. */
	readonly served: () => Served<{ acc: AccService }>;
	/** A client as one run of a host has it. */
	readonly as: (who: PersonKey) => Client;
	/** The same with the application's own token alone, acting as the user with this Autodesk ID where one is given. */
	readonly asApp: (actAs?: string) => Client;
}

/** Gives every test of a file a sandbox of its own; at the end of each, every request must have kept to the document. */
export function accSandbox(): AccSandbox {
	let served: Served<{ acc: AccService }> | undefined;
	const present = (): Served<{ acc: AccService }> => {
		if (!served) throw new Error('The sandbox runs within tests only.');
		return served;
	};
	beforeEach(async () => {
		served = await serve((world) => ({ acc: createAccService(world) }));
	});
	afterEach(async () => {
		const broken = present().exchanges.filter(({ violations }) => violations.length > 0);
		await present().stop();
		expect(broken.map(({ method, url, violations }) => `${method} ${url}: ${violations.join('; ')}`)).toEqual([]);
	});
	return {
		served: present,
		as: (who) => connect(acc, present().origins.acc, bearer(present().services.acc.issueTokens(people[who].autodeskId).access_token)),
		asApp: (actAs) => connect(acc, present().origins.acc, bearer(present().services.acc.issueTokens().access_token, ['app']), actAs === undefined ? {} : { actAs }),
	};
}
