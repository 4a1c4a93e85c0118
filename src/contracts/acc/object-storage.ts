import type { Contract, ContractParam } from '../contract';
import { byEither, inBody, query, referenced, reply, words } from './notation';

const OPENAPI = 'aps-sdk-openapi, oss/oss.yaml';

const minutes: ContractParam = query('minutesExpiration', 'integer', { min: 1, max: 60, note: '2 when left out' });

/** Object storage: signed addresses to send bytes to and to fetch them from. */
export const objectStorageContracts: readonly Contract[] = [
	referenced('acc.object.getSignedUpload', 'GET', '/oss/v2/buckets/{bucketKey}/objects/{objectKey}/signeds3upload', OPENAPI, {
		auth: byEither('data:write', 'data:create'),
		params: [
			query('parts', 'integer', { min: 1, note: '1 when left out' }),
			query('firstPart', 'integer', { min: 1 }),
			query('uploadKey', 'string', { note: 'of an upload that was begun before' }),
			minutes,
			query('useAcceleration', 'boolean'),
		],
		reply: reply('object', [200, 400, 401, 403, 404, 429, 500], ['uploadKey', 'uploadExpiration', 'urlExpiration', 'urls']),
		notes: [
			'the bytes go to the signed addresses by PUT, without the bearer token',
			'nothing exists before the upload is completed, even when it has one part',
			'every part but the last has 5 MB or more',
		],
	}),
	referenced('acc.object.completeSignedUpload', 'POST', '/oss/v2/buckets/{bucketKey}/objects/{objectKey}/signeds3upload', OPENAPI, {
		auth: byEither('data:write', 'data:create'),
		params: [
			inBody('uploadKey', 'string', { required: true }),
			inBody('size', 'integer', { note: 'compared with what arrived' }),
			inBody('eTags', 'array', { note: 'of the parts, in order; compared with what arrived' }),
		],
		body: 'json',
		reply: reply('object', [200, 400, 401, 403, 404, 429, 500], words(`
			bucketKey objectId objectKey size contentType policyKey location uploadKey status reason parts
		`)),
		notes: [
			'with size or eTags, an upload that is not valid answers 200 with status error, a reason such as MissingOrInvalidParts, size {expected, detected} and parts, each Ok, Pending, Unexpected, TooSmall or Unexpected+TooSmall (the vendor\'s reference page)',
		],
	}),
	referenced('acc.object.getSignedDownload', 'GET', '/oss/v2/buckets/{bucketKey}/objects/{objectKey}/signeds3download', OPENAPI, {
		auth: byEither('data:read'),
		params: [
			minutes,
			query('response-content-type'),
			query('response-content-disposition'),
			query('response-cache-control'),
			query('public-resource-fallback', 'boolean'),
			query('useCdn', 'boolean'),
		],
		reply: reply('object', [200, 304, 400, 401, 403, 404, 500], ['status', 'url', 'urls', 'params', 'size', 'sha1']),
		notes: ['status complete, chunked or fallback', 'the address is fetched without the bearer token'],
	}),
];
