import { companies, people } from '../people';
import { folderId, moment, stableId, turn, type Turns } from './sample-values';
import type { AccState, ApprovalStatus, Candidates, Review, ReviewParty, ReviewWorkflow, SpecVersion, Submittal, Version, WorkflowStep } from './state';

/** Reviews, packages and specifications of a project: what is made of its files. */

const party = ({ autodeskId, firstName, lastName }: { readonly autodeskId: string; readonly firstName: string; readonly lastName: string }): ReviewParty => ({ autodeskId, name: `${firstName} ${lastName}` });

function candidates(state: AccState, users: readonly ReviewParty[], role: string, company: string): Candidates {
	return {
		roles: state.roles.filter(({ name }) => name === role).map((one) => ({ autodeskId: one.memberGroupId, name: one.name })),
		users,
		companies: state.companies.filter(({ name }) => name === company).map((one) => ({ autodeskId: one.memberGroupId, name: one.name })),
	};
}

/** Id of a workflow in a project. */
export function workflowId(projectId: string, name: string): string {
	return stableId(`workflow ${projectId} ${name}`);
}

function addWorkflows(state: AccState, projectId: string): readonly ReviewWorkflow[] {
	const reviewer: WorkflowStep = { id: 'Lane_review01', name: 'Discipline review', type: 'REVIEWER', duration: 3, candidates: candidates(state, [party(people.samir)], 'Superintendent', '') };
	const approver: WorkflowStep = { id: 'Lane_approve1', name: 'Final approval', type: 'APPROVER', duration: 2, candidates: candidates(state, [party(people.nora)], 'BIM Manager', companies.harbor.name) };
	const statuses = (name: string, commented: boolean): readonly ApprovalStatus[] => [
		{ id: stableId(`approved ${projectId} ${name}`), label: 'Approved', value: 'APPROVED', builtIn: true },
		{ id: stableId(`rejected ${projectId} ${name}`), label: 'Rejected', value: 'REJECTED', builtIn: true },
		...(commented ? [{ id: stableId(`commented ${projectId} ${name}`), label: 'Approved w/ comments', value: 'APPROVED', builtIn: false } as const] : []),
	];
	const made = [
		['Final Structural Review', 'ACTIVE', [reviewer, approver], true],
		['Shop Drawing Approval', 'ACTIVE', [approver], false],
		['Tender Review (2025)', 'INACTIVE', [reviewer], false],
	] as const;
	for (const [index, [name, status, steps, commented]] of made.entries()) {
		state.workflows.push({
			id: workflowId(projectId, name),
			projectId,
			name,
			description: 'Used before drawings are issued for construction.',
			notes: 'Check all rebar annotations before approving.',
			status,
			approvalStatuses: statuses(name, commented),
			steps,
			copyTo: commented ? folderId(projectId, 'Drawings') : null,
			refills: commented ? ['REVIEWER'] : [],
			copiesElsewhere: commented,
			createdAt: moment(-140, index),
			updatedAt: moment(-130, index),
		});
	}
	return state.workflows.filter((one) => one.projectId === projectId);
}

export function addReviews(state: AccState, projectId: string, count: number): void {
	const [structural, shop, tender] = addWorkflows(state, projectId);
	if (!structural || !shop || !tender) return;
	const versions = versionsIn(state, projectId);
	const subjects: Turns<string> = ['Structural design', 'Duct layout', 'Facade brackets', 'Stair steel'];
	for (let number = 1; number <= count; number += 1) {
		const workflow = turn([structural, shop, structural, tender], number);
		const status = turn<Review['status']>(['OPEN', 'CLOSED', 'OPEN', 'VOID', 'CLOSED', 'OPEN', 'FAILED'], number);
		const open = status === 'OPEN';
		const updated = moment(Math.floor(number / 2) + (number % 4), number + 4);
		const step = workflow.steps[number % workflow.steps.length] ?? workflow.steps[0];
		const archived = number % 9 === 0;
		state.reviews.push({
			id: stableId(`review ${projectId} ${number}`),
			projectId,
			sequenceId: number,
			name: `${turn(subjects, number)}, part ${number}`,
			status,
			workflowId: workflow.id,
			currentStepId: open ? (step?.id ?? null) : null,
			currentStepDueDate: open ? moment(Math.floor(number / 2) + 6, 0) : null,
			createdBy: people.samir.autodeskId,
			createdAt: moment(Math.floor(number / 2), number),
			updatedAt: updated,
			finishedAt: open ? null : updated,
			archivedBy: archived ? people.nora.autodeskId : null,
			archivedAt: archived ? updated : null,
			progress: [
				...(step && number % 3 !== 0 ? [{ stepId: step.id, status: 'CLAIMED' as const, by: people.samir.autodeskId, endTime: null, notes: '' }] : []),
				...(open || !step ? [] : [{ stepId: step.id, status: 'SUBMITTED' as const, by: people.nora.autodeskId, endTime: updated, notes: 'Checked against the scan.' }]),
			],
			files: [turn(versions, number), turn(versions, number + 1)].map((version, index) => ({
				versionId: version.id,
				approvalStatusId: open ? null : (workflow.approvalStatuses[index % workflow.approvalStatuses.length]?.id ?? null),
				copiedVersionId: status === 'CLOSED' && workflow.copyTo !== null ? version.id : null,
			})),
		});
	}
}

/** The versions of a project; every project has some. */
function versionsIn(state: AccState, projectId: string): Turns<Version> {
	const [first, ...more] = state.versions.filter((one) => state.items.some((item) => item.id === one.itemId && item.projectId === projectId));
	if (first === undefined) throw new Error('The sample project has no files.');
	return [first, ...more];
}

export function addPackages(state: AccState, projectId: string, count: number): void {
	const titles: Turns<string> = ['Issued for Construction', 'Milestones', 'Tender set', 'As-built'];
	const versions = versionsIn(state, projectId);
	for (let number = 1; number <= count; number += 1) {
		const locked = number % 4 === 0;
		const updatedAt = moment(number + (number % 3), 15);
		state.packages.push({
			id: stableId(`package ${projectId} ${number}`),
			projectId,
			displayId: 100 + number,
			name: `${turn(titles, number)} ${String(number).padStart(2, '0')}`,
			description: 'All files of one delivery.',
			versionType: number % 2 === 0 ? 'CURRENT' : 'FIXED',
			createdBy: turn([people.nora, people.samir], number).autodeskId,
			createdAt: moment(number, 8),
			updatedBy: people.nora.autodeskId,
			updatedAt,
			lockedBy: locked ? people.nora.autodeskId : null,
			lockedAt: locked ? updatedAt : null,
			files: versions.slice(0, 3 + (number % 3)).map((version, index) => ({ id: stableId(`packaged ${projectId} ${number} ${index}`), versionId: version.id, isDeleted: number % 5 === 0 && index === 1, addedAt: updatedAt })),
		});
	}
}

export function addSpecifications(state: AccState, projectId: string): void {
	const versions: readonly SpecVersion[] = [
		{ id: '2268', projectId, name: 'Issued For Construction', status: 'Completed', currentVersion: true, createdAt: moment(-40, 0), updatedAt: moment(-39, 0) },
		{ id: '2062', projectId, name: 'Tender', status: 'Completed', currentVersion: false, createdAt: moment(-120, 0), updatedAt: moment(-119, 0) },
		{ id: '2301', projectId, name: 'Addendum 3', status: 'Processing', currentVersion: false, createdAt: moment(30, 0), updatedAt: moment(30, 5) },
	];
	state.specVersions.push(...versions);
	const sections: Turns<readonly [divisionCode: string, divisionName: string, specNumber: string, specName: string]> = [
		['03', 'Concrete', '03 20 00', 'CONCRETE REINFORCING'],
		['05', 'Metals', '05 12 00', 'STRUCTURAL STEEL FRAMING'],
		['23', 'HVAC', '23 31 00', 'HVAC DUCTS AND CASINGS'],
	];
	const kinds: Turns<readonly [heading: string, category: string, group: string]> = [
		['SHOP DRAWINGS', 'Shop Drawings', 'ACTION AND INFORMATIONAL'],
		['SOURCE QUALITY CONTROL', 'Test Reports', 'QUALITY ASSURANCE'],
		['PRODUCT DATA', 'Product Data', 'ACTION AND INFORMATIONAL'],
		['MOCKUPS', 'Others', 'MOCKUPS'],
	];
	for (const { id: versionId } of versions.filter(({ status }) => status === 'Completed')) {
		for (let number = 1; number <= 18; number += 1) {
			const [divisionCode, divisionName, specNumber, specName] = turn(sections, number);
			const [heading, category, group] = turn(kinds, number);
			const made: Submittal = {
				versionId,
				submittalId: String(number),
				divisionCode,
				divisionName,
				specNumber,
				specName,
				heading,
				description: `.1 Submit ${category.toLowerCase()} in accordance with Section 01 33 00 &amp; allow ten working days.`,
				category,
				group,
				paraCode: `1.${number}`,
			};
			state.submittals.push(made);
		}
	}
}
