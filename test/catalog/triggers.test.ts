import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { services } from '../../src/catalog';
import { permissionWords } from '../../src/catalog/cintoo/permission-words';
import { titleCase, type Changes, type Resource, type Service } from '../../src/catalog/vocabulary';
import { showsUpdates, stateCeiling } from '../../src/core/changes';
import { placesOfChanges } from '../../src/core/watching';

const document = readFileSync(join(__dirname, '../../docs/TRIGGERS.md'), 'utf8');

type Watched = Resource & { readonly changes: Changes };

function watchedOf({ resources }: Service): readonly Watched[] {
	return resources.flatMap((resource) => (resource.changes ? [{ ...resource, changes: resource.changes }] : []));
}

function events({ changes }: Watched): string {
	return [changes.createdAs?.label ?? 'Created', ...(showsUpdates(changes) ? ['Updated'] : []), ...(changes.deleted === undefined ? [] : ['Deleted']), ...Object.values(changes.watch).map(({ label }) => label)].join(', ');
}

function deletions({ changes: { deleted, counted } }: Watched): string {
	if (deleted === undefined) return 'no';
	if (deleted === 'absent') return 'missing from the list';
	return counted ? 'marked, by count' : 'marked';
}

/** What a look asks of the service where the events need no more than that. */
function cost({ changes: { list, since, counted, alsoWith } }: Watched): string {
	const what = counted ? 'what changed since the last count' : since === undefined ? 'all there are' : since === 'created' ? 'new ones' : 'what changed';
	const calls = list.page && list.page.style !== 'none' ? `1 call for every ${list.page.size} of ${what}` : `1 call for ${what}`;
	return alsoWith === undefined ? calls : `${calls}, in two lists`;
}

function places({ changes }: Watched): string {
	const spread = placesOfChanges(changes, services);
	if (!spread) throw new Error('It watches one place only.');
	return `one, several or all ${spread.resource.plural}`;
}

function takes({ changes: { list } }: Watched, { id }: Service): string {
	const { permissions, scopes, token } = list.needs;
	if (permissions) return permissions.map((one) => `\`${one}\`: ${permissionWords(one) ?? '?'}`).join('; or ');
	if (scopes) return scopes.map((one) => `\`${one}\``).join(' ');
	return id === 'field' && token === 'ticket' ? 'sight of them in the project' : '?';
}

const rows = (service: Service): readonly string[] => watchedOf(service).map((one) => `| ${[one.plural, events(one), deletions(one), cost(one), places(one), takes(one, service)].join(' | ')} |`);

describe('docs/TRIGGERS.md', () => {
	it.each(services.map((service) => [service.label, service] as const))('has the triggers of %s as the catalog declares them', (label, service) => {
		const [, section = ''] = document.split(`## ${label}\n`);
		const [own = ''] = section.split('\n## ');
		const table = own.split('\n').filter((line) => line.startsWith('| ')).slice(2);
		expect(table).toEqual(rows(service));
	});

	it('has what is told at once as the catalog declares it', () => {
		const [, section = ''] = document.split('## Instant\n');
		const told = section.split('\n## ')[0]?.split('\n').filter((line) => line.startsWith('| ')).slice(2).map((line) => line.split(' | ')).map(([plural, events, system, , regions]) => [plural?.slice(2), events?.split(', ').sort(), system, regions?.replace(/ \|$/, '')]);
		const declared = services.flatMap(watchedOf).flatMap(({ plural, changes: { pushed, watch } }) => (pushed ? [[plural, Object.keys(pushed.events).map((event) => watch[event]?.label ?? titleCase(event)).sort(), `\`${pushed.system}\``, pushed.regions?.join(', ') ?? 'all']] : []));
		expect(told).toEqual(declared);
	});

	it('announces only events that the trigger has, of hooks that it can make', () => {
		for (const { changes } of services.flatMap(watchedOf)) {
			if (!changes.pushed) continue;
			const known = ['created', ...(showsUpdates(changes) ? ['updated'] : []), ...(changes.deleted === undefined ? [] : ['deleted']), ...Object.keys(changes.watch)];
			expect(Object.keys(changes.pushed.events).filter((event) => !known.includes(event))).toEqual([]);
			expect(Object.keys(changes.pushed.hooks.create.input)).toContain(changes.pushed.scope.name);
		}
	});

	it('knows what every trigger takes', () => {
		expect(services.flatMap(rows).filter((row) => row.includes('?'))).toEqual([]);
	});

	it('names the limits that hold', () => {
		expect(document).toContain(`${stateCeiling / 1024} KiB`);
		expect(document).toContain('Cintoo has no webhooks');
		const slow = services.flatMap(watchedOf).filter(({ changes }) => changes.overlapMs !== undefined);
		expect(slow.map(({ id, changes }) => [id, changes.overlapMs])).toEqual([['field.checklist', 86_400_000], ['field.task', 86_400_000], ['field.equipment', 2 * 86_400_000], ['field.dailyUpdate', 86_400_000]]);
		expect(document).toContain('a day back');
	});
});
