import type { JsonObject, Lookup, Resource } from '../vocabulary';
import { project } from './project';
import { isDeleted } from './selection';

/** Projects are hidden once they are deleted, but for those who want to restore them or to delete them for good. */
function withDeleted(changes: Pick<Lookup, 'standing' | 'label'>): { readonly lookup?: Lookup } {
	return project.lookup ? { lookup: { ...project.lookup, ...changes, with: { ...project.lookup.with, includeDeleted: true } } } : {};
}

const nameOf = (record: JsonObject): string => project.lookup?.label(record) ?? '?';

/** Looked up where a project is restored: only deleted ones are offered. */
export const deletedProject: Resource = {
	id: 'cintoo.deletedProject',
	label: 'Deleted Project',
	plural: 'Deleted Projects',
	area: 'project',
	operations: {},
	...withDeleted({ label: nameOf, standing: (record) => (isDeleted(record) ? 'active' : 'deleted') }),
};

/** Looked up where a project is deleted: those that are deleted already come last. */
export const anyProject: Resource = {
	id: 'cintoo.anyProject',
	label: 'Project or Deleted Project',
	plural: 'Projects and Deleted Projects',
	area: 'project',
	operations: {},
	...withDeleted({ label: (record) => (isDeleted(record) ? `${nameOf(record)} (deleted)` : nameOf(record)), standing: (record) => (isDeleted(record) ? 'inactive' : 'active') }),
};
