import type { PersonKey } from '../people';
import type { Modification } from './state';

/** Ids that a test or a demo may name; all others follow from the seed of the world. */
export const sampleIds = {
	account: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e01',
	subscription: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e02',
	/** Owned by Nora, where most of the annotations are. */
	harborTower: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e11',
	/** Few people are members here: Luis is not. */
	quay: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e12',
	deletedProject: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e13',
	harborTowerRoot: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e21',
	levelTwo: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e22',
	mechanicalRoom: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e23',
	corridor: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e24',
	roof: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e25',
	quayRoot: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e26',
	deletedRoot: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e27',
	/** An Issue with a picture, an attachment, a comment and one assignee. */
	ductClash: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e31',
	/** An Issue that Cintoo itself has linked to Autodesk already. */
	linkedIssue: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e32',
	privateNote: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e33',
	resolvedIssue: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e34',
	/** An Issue for three people. */
	sharedIssue: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e35',
	/** An Issue for somebody whose e-mail only Cintoo knows. */
	surveyorIssue: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e36',
	note: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e37',
	/** An Issue with neither assignee nor due date. */
	bareIssue: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e38',
	quayIssue: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e39',
	roleManager: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e41',
	roleTrade: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e42',
	roleViewer: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e43',
	tagList: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e51',
	/** Made by the account, used by a group. */
	roleSurveyor: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e44',
	/** Made by the account, used by nobody. */
	roleGuest: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e45',
	/** Of the drawings of the old quay. */
	drawingTags: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e52',
	/** Invited, not confirmed. */
	invitedUser: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e61',
	/** Tom alone, who surveys the quay and the roof of the tower. */
	groupSurvey: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e71',
	/** Mei and the one who is invited; in no project. */
	groupApex: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e72',
	scanNorth: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e81',
	scanSouth: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e82',
	model: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e83',
	panorama: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e84',
	walkThrough: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e85',
	drawing: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e86',
	lintelCrop: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e91',
	ductCrop: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4e92',
	/** Harbor's hub on Newforma Konekt, connected. */
	konektHub: '7a4e2f10-93c5-4d8b-a6e1-0c5b8d2f4ea1',
} as const;

/** Who did something how many days ago. */
export type DoneBy = (key: PersonKey, days: number) => Modification;
