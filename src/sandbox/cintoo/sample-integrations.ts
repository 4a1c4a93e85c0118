import { people } from '../people';
import { sampleIds, type DoneBy } from './sample-ids';
import type { CintooState, KonektSite } from './state';

const harborHub: KonektSite = { konektId: 'harbor-construction', name: 'Harbor Construction', beta: false, projects: [{ id: '2041', name: 'Harbor Tower' }, { id: '2042', name: 'Old Quay' }] };
const apexHub: KonektSite = { konektId: 'apex-mep', name: 'Apex MEP', beta: true, projects: [{ id: '77', name: 'Harbor Tower ducts' }] };

/** API tokens of Newforma Konekt and what they open; they are no secrets. The first is in use already. */
export const konektTokens: ReadonlyMap<string, KonektSite> = new Map([
	['konekt-sandbox-harbor', harborHub],
	['konekt-sandbox-apex', apexHub],
]);

/** Connects the account with Konekt, the tower with Autodesk, and Nora and Samir with their Autodesk users. */
export function addIntegrations(state: CintooState, by: DoneBy): void {
	state.konektHubs.set(sampleIds.konektHub, {
		id: sampleIds.konektHub,
		site: harborHub,
		options: { allowCreateNewUsersOnHub: false, syncStrategy: 'CONFIG_ON_PROJECT' },
		connected: true,
		modification: by('grace', 180),
	});
	const tower = state.projects.get(sampleIds.harborTower);
	if (tower !== undefined) tower.autodesk = { autodeskHubId: 'b.harbor', autodeskProjectId: 'b.harbor-tower', modification: by('nora', 100) };
	for (const { cintooId, email, firstName, lastName, autodeskId } of [people.nora, people.samir]) {
		state.autodeskConnections.set(cintooId, {
			email,
			userName: autodeskId,
			firstName,
			lastName,
			hubs: [{ autodeskId: 'b.harbor', name: 'Harbor Construction', projects: [{ autodeskId: 'b.harbor-tower', name: 'Harbor Tower' }, { autodeskId: 'b.old-quay', name: 'Old Quay' }] }],
		});
	}
}
