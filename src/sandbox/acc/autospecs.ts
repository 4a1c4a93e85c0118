import type { Handler, SandboxReply, SandboxRequest } from '../service';
import { personOf, projectOf } from './access';
import { adminError, Refusal } from './refusal';
import type { AccState, SpecVersion, Submittal } from './state';

/** AutoSpecs: whole lists without pages, for versions that were read to the end. Ids of projects come bare (line 4377). */
export function autospecsHandlers(state: AccState): Readonly<Record<string, Handler>> {
	return {
		'acc.specMetadata.get': metadata,
		'acc.specSmartRegister.getMany': register,
		'acc.specRequirement.getMany': requirements,
		'acc.specSubmittalSummary.get': summary,
	};

	function visit(request: SandboxRequest): string {
		personOf(request, adminError);
		return projectOf(request, state, { prefix: 'bare', accOnly: true, shape: adminError }).id;
	}

	function versionOf(request: SandboxRequest): SpecVersion {
		const projectId = visit(request);
		const found = state.specVersions.find((one) => one.projectId === projectId && one.id === request.path['versionId']);
		if (found?.status !== 'Completed') throw new Refusal(adminError(404, 'The version does not exist, or is not read to its end.'));
		return found;
	}

	function submittalsOf(request: SandboxRequest): readonly Submittal[] {
		const { id } = versionOf(request);
		return state.submittals.filter(({ versionId }) => versionId === id);
	}

	function metadata(request: SandboxRequest): SandboxReply {
		const projectId = visit(request);
		const versions = state.specVersions.filter((one) => one.projectId === projectId);
		if (versions.length === 0) throw new Refusal(adminError(404, 'The project has no specifications.'));
		// In capitals, as in the example and unlike the list of values (line 4420).
		return { status: 200, json: { projectId, region: 'CANADA', versions: versions.map(({ projectId: _project, ...one }) => one) } };
	}

	function register(request: SandboxRequest): SandboxReply {
		const { name } = versionOf(request);
		return {
			status: 200,
			json: submittalsOf(request).map((one) => ({
				submittalsHeading: one.heading,
				divisionCode: one.divisionCode,
				divisionName: one.divisionName,
				specNumber: one.specNumber,
				specName: one.specName,
				submittalDescription: one.description,
				specCategory: one.category,
				targetDate: null,
				userNotes: null,
				paraCode: one.paraCode,
				targetGroup: one.group,
				versionName: name,
				specSubmittalNumber: 0,
				submittalId: one.submittalId,
			})),
		};
	}

	function requirements(request: SandboxRequest): SandboxReply {
		const divisions = grouped(submittalsOf(request), ({ divisionCode }) => divisionCode);
		return {
			status: 200,
			json: divisions.map(([divisionCode, inDivision]) => ({
				divisionCode,
				divisionName: inDivision[0]?.divisionName ?? '',
				specSections: grouped(inDivision, ({ specNumber }) => specNumber).map(([specCode, inSection]) => ({
					specName: inSection[0]?.specName ?? '',
					specCode,
					submittalGroups: grouped(inSection, ({ group }) => group).map(([submittalGroup, rows]) => ({ submittalGroup, total: rows.length })),
				})),
			})),
		};
	}

	/** Names of groups in title case here; those without types leave the types out (line 4800). */
	function summary(request: SandboxRequest): SandboxReply {
		const submittalGroups = grouped(submittalsOf(request), ({ group }) => group).map(([group, rows]) => {
			const types = grouped(rows.filter(({ category }) => category !== 'Others'), ({ category }) => category);
			return {
				...(types.length === 0 ? {} : { submittalGroupTypes: types.map(([submittalType, some]) => ({ submittalType, total: some.length })) }),
				submittalGroup: group.toLowerCase().replace(/\b\w/g, (letter) => letter.toUpperCase()),
				total: rows.length,
			};
		});
		return { status: 200, json: { submittalGroups } };
	}
}

/** Records by what they have in common, in the order in which it first shows. */
function grouped<T>(records: readonly T[], by: (record: T) => string): readonly (readonly [string, readonly T[]])[] {
	const groups = new Map<string, T[]>();
	for (const record of records) groups.set(by(record), [...(groups.get(by(record)) ?? []), record]);
	return [...groups];
}
