import { acc, cintoo, field, services } from '../catalog';
import type { NodeService } from './connection';

export const cintooService: NodeService = {
	service: cintoo,
	services,
	credential: 'cintooOAuth2Api',
	ways: [
		{ label: 'OAuth2', value: 'oAuth2', description: 'A person signs in through the browser, or the file of the login command is imported', credential: 'cintooOAuth2Api' },
		{ label: 'Refresh Token', value: 'refreshToken', description: 'A token of the login command is pasted; for an n8n without several workers', credential: 'cintooRefreshTokenApi' },
	],
};
export const accService: NodeService = {
	service: acc,
	services,
	credential: 'accOAuth2Api',
	ways: [
		{ label: 'Person (OAuth2)', value: 'oAuth2', description: 'A person signs in through the browser', credential: 'accOAuth2Api' },
		{ label: 'Service Account', value: 'serviceAccount', description: 'Recommended: signs in by a key, nobody ever has to sign in again', credential: 'accServiceAccountApi' },
		{ label: 'Application', value: 'app', description: 'The application by itself: account administration, and what it may do in the name of a user', credential: 'accAppApi' },
	],
};
export const fieldService: NodeService = {
	service: field,
	services,
	credential: 'bim360FieldApi',
	ways: [
		{ label: 'User Name and Password', value: 'password', description: 'Of BIM 360 Field itself', credential: 'bim360FieldApi' },
		{ label: 'Autodesk (Single Sign-On)', value: 'autodesk', description: 'A person signs in to Autodesk. In a later edition of the documents only: try it out first.', credential: 'bim360FieldOAuth2Api' },
	],
};
