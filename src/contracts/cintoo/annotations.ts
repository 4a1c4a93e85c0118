import type { Contract } from '../contract';
import { PROJECT, answers, api2, call, choice, day, flag, list, must, object, point, text } from './vocabulary';

const annotationFields = ['id', 'type', 'workzoneId', 'modificationInfo', 'annotationType', 'title', 'description', 'descriptionText', 'assignedTo', 'dueDate', 'priority', 'number', 'position', 'normal', 'imgBlobName', 'savedView', 'comments', 'attachments', 'labels', 'integrations'];
const annotationTypes = ['Private note', 'Note', 'Issue', 'Resolved'];
const priorities = [0, 1, 5, 8, 10];

/** Annotations, their comments and their links to issue trackers. */
export const annotations: readonly Contract[] = [
	call('annotation.getMany', 'GET', `${PROJECT}/annotations`, {
		permissions: ['workzone:annotations:read'],
		query: [
			flag('includeComments', { note: 'else comments field is absent' }),
			flag('includeAttachments', { note: 'else attachments field is absent' }),
		],
		reply: { statuses: answers(200), kind: 'array', fields: annotationFields },
		source: api2(1559),
		evidence: 'inferred',
		notes: [
			'returns only annotations on readable work zones',
			'no filter by date, type or work zone; filter client side on modificationInfo.updatedAt',
		],
	}),
	call('annotation.create', 'POST', `${PROJECT}/annotations`, {
		permissions: ['workzone:annotations:write'],
		body: [
			must(text('workzoneId', { note: 'work zone URN' })),
			must(choice('annotationType', annotationTypes)),
			must(text('title', { min: 1, maxLength: 255 })),
			must(text('description', { min: 1, note: 'optional in OpenAPI 2.0.0' })),
			list('assignedTo', { note: 'user URNs' }),
			day('dueDate', { note: 'YYYY-MM-DD' }),
			choice('priority', priorities),
			text('imgBlobName', { note: 'blob name of a screenshot' }),
			must(object('position')),
			...point('position'),
			object('normal'),
			...point('normal'),
			must(object('savedView', { note: '{ type: \'legacy\' } is the only kind described, and as internal; others exist' })),
			list('labels'),
			list('attachments', { note: 'blob names' }),
			list('modelElementGUIDs', { note: 'OpenAPI 2.0.0 only' }),
		],
		sends: 'json',
		reply: { statuses: answers(201), kind: 'object', fields: annotationFields },
		source: api2(1642),
		evidence: 'inferred',
		notes: [
			'OpenAPI samples send type and position \'1,2,3\'; schema wants annotationType and an object',
			'savedView required although type legacy is documented as internal',
		],
	}),
	call('annotation.get', 'GET', `${PROJECT}/annotations/{annotationRef}`, {
		permissions: ['workzone:annotations:read'],
		query: [
			flag('includeComments', { note: 'else comments field is absent' }),
			flag('includeAttachments', { note: 'else attachments field is absent' }),
		],
		reply: { statuses: answers(200), kind: 'object', fields: annotationFields },
		source: api2(1757),
		evidence: 'inferred',
		notes: ['curl in document misses a $ before ANNOTATIONID'],
	}),
	call('annotation.update', 'PUT', `${PROJECT}/annotations/{annotationRef}`, {
		permissions: ['workzone:annotations:write'],
		body: [
			must(choice('annotationType', annotationTypes)),
			must(text('title', { min: 1, maxLength: 255 })),
			must(text('description', { min: 1, note: 'optional in OpenAPI 2.0.0' })),
			list('assignedTo', { note: 'user URNs' }),
			day('dueDate', { note: 'YYYY-MM-DD' }),
			choice('priority', priorities),
			text('imgBlobName', { note: 'blob name of a screenshot' }),
			must(object('position')),
			...point('position'),
			object('normal'),
			...point('normal'),
			object('savedView', { note: '{ type: \'legacy\' } is the only kind described, and as internal; others exist' }),
			list('labels'),
			list('attachments', { note: 'blob names' }),
			list('modelElementGUIDs', { note: 'OpenAPI 2.0.0 only' }),
		],
		sends: 'json',
		reply: { statuses: answers(200), kind: 'object', fields: annotationFields },
		source: api2(1840),
		evidence: 'inferred',
		notes: [
			'OpenAPI 2.0.0: full overwrite, missing fields erased; read first and merge',
			'workzoneId not accepted on update',
		],
	}),
	call('annotation.delete', 'DELETE', `${PROJECT}/annotations/{annotationRef}`, {
		permissions: ['workzone:annotations:write'],
		reply: { statuses: answers(204), kind: 'none' },
		source: api2(1954),
		evidence: 'inferred',
		notes: ['curl in document sends Content-Type without a body'],
	}),
	call('annotation.createComment', 'POST', `${PROJECT}/annotations/{annotationRef}/comments`, {
		permissions: ['workzone:annotations:write'],
		body: [must(text('description', { min: 1 })), list('attachments', { note: 'blob names' })],
		sends: 'json',
		reply: { statuses: answers(201), kind: 'object', fields: ['id', 'type', 'modificationInfo', 'attachedTo', 'description', 'descriptionText', 'attachments'] },
		source: api2(1963),
		evidence: 'inferred',
		notes: ['no list, update or delete of comments; read them with includeComments=true'],
	}),
	call('annotation.createIntegrationLinks', 'POST', `${PROJECT}/annotations/bulk-create-integration`, {
		permissions: ['project:annotations:create-integration-link'],
		body: [
			list('annotations', { nullable: true, note: 'annotation URNs; null or absent means all' }),
			must(list('integrationTypes', { values: ['AUTODESK', 'NEWFORMA_KONEKT', 'PROCORE'] })),
		],
		sends: 'json',
		reply: { statuses: answers(202), kind: 'object', fields: ['created'] },
		source: api2(2505),
		evidence: 'inferred',
		notes: [
			'asynchronous: poll annotation.integrations[].url until not null',
			'permission granted by workzone:annotations:write on the root work zone',
			'needs a valid project configuration',
		],
	}),
];
