import { people } from '../people';
import { moment, stableId } from './sample-values';
import type { AccState, DataOutcome } from './state';

/** A template, the offices of the account, and a weekly extract that ran three times. */
export function addAdministration(state: AccState): void {
	const [first] = state.projects;
	if (first) state.templates.push({ ...first, id: stableId('project template'), name: 'Office Building Template (sandbox)', jobNumber: '', type: 'Template Project', classification: 'template', createdAt: moment(-500, 1), updatedAt: moment(-300, 1) });

	const offices = [
		['Harbor Construction', null],
		['Oslo', 'Harbor Construction'],
		['Bergen', 'Harbor Construction'],
	] as const;
	for (const [index, [name, parent]] of offices.entries()) {
		state.businessUnits.push({ id: stableId(`unit ${name}`), parentId: parent === null ? null : stableId(`unit ${parent}`), name, description: null, createdAt: moment(-600, index) });
	}

	const requestId = stableId('data request weekly');
	const createdBy = people.nora.autodeskId;
	state.dataRequests.push({
		id: requestId,
		createdBy,
		createdAt: moment(0, 0),
		updatedAt: moment(0, 0),
		content: { description: 'Weekly issues and RFIs', isActive: true, scheduleInterval: 'WEEK', reoccuringInterval: 1, serviceGroups: ['issues', 'rfis'], effectiveFrom: moment(0, 0), effectiveTo: moment(365, 0) },
	});
	const outcomes: readonly DataOutcome[] = ['success', 'failed', 'success'];
	for (const [index, outcome] of outcomes.entries()) {
		const week = 7 * index;
		state.dataJobs.push({ id: stableId(`data job ${index}`), requestId, createdBy, createdAt: moment(week, 0), startedAt: moment(week, 1), completedAt: moment(week, 9), status: 'complete', outcome, looksLeft: 0 });
	}
}
