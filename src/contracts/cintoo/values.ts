import type { Contract } from '../contract';
import { api2, call, changeList, openApi } from './vocabulary';

/** Fixed lists that belong to no account. */
export const values: readonly Contract[] = [
	call('permission.getMany', 'GET', '/api/2/values/permissions', {
		reply: { statuses: [200, 401], kind: 'array', fields: ['name'] },
		source: changeList(14),
		evidence: 'inferred',
		notes: ['not account scoped'],
	}),
	call('fileFormat.getMany', 'GET', '/api/2/values/formats', {
		reply: { statuses: [200, 401], kind: 'array', fields: ['id', 'name', 'description', 'extension', 'icon', 'canBeUploaded', 'shareUrlType', 'categoryId', 'categoryName', 'categoryDescription', 'categoryType'] },
		source: api2(1392),
		evidence: 'inferred',
		notes: [
			'heading lost in scrape; only the example remains, named in change list, line 92',
			'not account scoped',
			'id is a number while File.formatId is urn:cintoo:format:{n}',
		],
	}),
	call('spatialReference.getMany', 'GET', '/api/2/values/spatial-references', {
		reply: { statuses: [200, 401], kind: 'array', fields: ['authName', 'code', 'deprecated', 'name', 'type'] },
		source: changeList(53),
		evidence: 'inferred',
		notes: ['large list; not account scoped', 'entries with deprecated=true cannot be set on a project'],
	}),
	call('aiDetectionClass.getMany', 'GET', '/api/2/values/ai-detection-classes', {
		reply: { statuses: [200, 401], kind: 'array', fields: ['name', 'category'] },
		source: openApi('listAIDetectionClasses'),
		evidence: 'reference',
	}),
];
