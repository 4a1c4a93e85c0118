import type { Handler } from '../service';
import { FieldRefusal, given, givenJson, isRecord, onProject, textMember, userOf, type FieldContext } from './request';
import type { FieldCategory, FieldCategoryEntry, FieldProject } from './state';

/** What kind of thing an entry of a category is. */
export function typeOf(project: FieldProject, entry: FieldCategoryEntry): FieldCategory['type'] | undefined {
	return project.categories.find((category) => category.id === entry.categoryId)?.type;
}

/** Entries of one kind with the name of their category. */
export function entriesOf(project: FieldProject, type: FieldCategory['type']): readonly { readonly id: string; readonly category: string; readonly name: string }[] {
	return project.categories.filter((category) => category.type === type).flatMap((category) => project.entries.filter((entry) => entry.categoryId === category.id).map(({ id, name }) => ({ id, category: category.name, name })));
}

/** Equipment types and statuses, root causes, issue types and task types: read as two lists, written entry by entry. */
export function categoryHandlers(context: FieldContext): Record<string, Handler> {
	return {
		'field.category.getMany': (request) => {
			const { project } = onProject(context, request);
			const issueCategories = [...new Set(project.issueTypes.map((type) => type.category))];
			return {
				status: 200,
				json: {
					categories: [
						...project.categories.map((category, index) => ({ category_id: category.id, name: category.name, category_type: category.type, position: index + 1, vela_defined: true })),
						...issueCategories.map((name, index) => ({ category_id: `issue-${name}`, name, category_type: 'IssueType', position: index + 1, vela_defined: true })),
					],
					customizable_categories: [
						...project.entries.map((entry) => ({ customizable_category_id: entry.id, category_id: entry.categoryId, name: entry.name, position: entry.position })),
						...project.issueTypes.map((type, index) => ({ customizable_category_id: type.id, category_id: `issue-${type.category}`, name: type.name, position: index + 1 })),
					],
					equipment_category_status_sets: [],
				},
			};
		},
		'field.category.upsert': (request) => {
			userOf(context, request);
			const rows = givenJson(request, 'customizable_categories');
			if (!Array.isArray(rows)) throw new FieldRefusal(500, 'customizable_categories is not an array');
			const sent: readonly unknown[] = rows;
			const done: string[] = [];
			for (const row of sent) {
				const id = isRecord(row) ? textMember(row, 'id') : undefined;
				const project = [...context.state.projects.values()].find((one) => one.categories.some((category) => isRecord(row) && category.id === row['category_id']));
				if (!isRecord(row) || id === undefined || project === undefined) continue;
				const known = project.entries.find((entry) => entry.id === id);
				const name = textMember(row, 'name') ?? known?.name ?? '';
				const position = Number(textMember(row, 'position') ?? known?.position ?? project.entries.length + 1);
				if (known !== undefined) Object.assign(known, { name, position });
				else if (row['new_record'] === true) project.entries.push({ id, categoryId: textMember(row, 'category_id') ?? '', name, position });
				else continue;
				done.push(id);
			}
			return { status: 200, json: { ids: done } };
		},
		'field.rootCause.getMany': (request) => {
			const { project } = onProject(context, request);
			return { status: 200, json: entriesOf(project, 'RootCause').map((cause) => ({ category_name: cause.category, name: cause.name, id: cause.id })) };
		},
		'field.issueType.delete': (request) => {
			const { project, rights } = onProject(context, request);
			if (!rights.admin) throw new FieldRefusal(401, 'Not authorized');
			const gone = project.issueTypes.findIndex((type) => type.id === given(request, 'issue_type_id'));
			const other = project.issueTypes.find((type) => type.id === given(request, 'alternate_issue_type_id'));
			if (gone < 0 || other === undefined || project.issueTypes[gone] === other) throw new FieldRefusal(500, 'Issue type not found');
			const [type] = project.issueTypes.splice(gone, 1);
			for (const issue of context.state.issues.values()) if (issue.values.get('f--issue_type_id') === type?.id) issue.values.set('f--issue_type_id', other.id);
			return { status: 200, text: 'I;200;Successful' };
		},
	};
}
