import { pdf } from '../images';
import { people, type PersonKey } from '../people';
import type { SandboxWorld } from '../service';
import { blobOf } from '../world';
import { formatOf, type FileCategory } from './file-formats';
import { sampleIds, type DoneBy } from './sample-ids';
import type { CintooCrop, CintooState, Placement } from './state';

interface SurveyFile {
	readonly id: string;
	readonly name: string;
	/** Where the extension alone does not say it. */
	readonly category?: FileCategory;
	readonly by: PersonKey;
	readonly daysAgo: number;
	/** In the project that was deleted, not in the quay. */
	readonly trial?: true;
	/** Of a file that stands in the scene. */
	readonly at?: readonly [number, number, number];
	readonly bytes?: Uint8Array;
}

const upright = { x: 0, y: 0, z: 0, w: 1 };

/** Fills the old quay as its survey left it: scans, a model, drawings, cuts and measurements. The scans hold no points. */
export function addSurvey(state: CintooState, world: SandboxWorld, by: DoneBy): void {
	const files: readonly SurveyFile[] = [
		{ id: sampleIds.scanNorth, name: 'North facade 01.e57', by: 'tom', daysAgo: 55, at: [12.5, 3.25, 1.6] },
		{ id: sampleIds.scanSouth, name: 'South facade 01.e57', by: 'tom', daysAgo: 54, at: [12.5, -18.75, 1.6] },
		{ id: sampleIds.model, name: 'Quay as built.ifc', by: 'samir', daysAgo: 40, at: [0, 0, 0] },
		{ id: sampleIds.panorama, name: 'Inner yard.360', by: 'tom', daysAgo: 54, at: [6, -8, 1.7] },
		{ id: sampleIds.walkThrough, name: 'Walk through the arcade.mp4', category: 'video3d', by: 'tom', daysAgo: 53, at: [2, -4, 1.7] },
		{ id: sampleIds.drawing, name: 'Drainage P&ID.pdf', by: 'samir', daysAgo: 38, bytes: pdf(['Drainage, sheet 1', 'Drainage, sheet 2']) },
		{ id: world.uuid(), name: 'Terminal hall 01.e57', by: 'tom', daysAgo: 290, trial: true, at: [0, 0, 1.6] },
		{ id: world.uuid(), name: 'Terminal hall 02.e57', by: 'tom', daysAgo: 290, trial: true, at: [8, 0, 1.6] },
	];
	for (const file of files) addFile(state, world, by, file);
	addCrops(state, by);
	addMeasurements(state, world, by);
	addDrawingTags(state, by);
	addShareLink(state, by);
}

function addFile(state: CintooState, world: SandboxWorld, by: DoneBy, file: SurveyFile): void {
	const { id, name, at } = file;
	const extension = name.slice(name.lastIndexOf('.') + 1);
	const format = formatOf(extension);
	const bytes = file.bytes ?? Buffer.from(`${name}: a stand-in of the sandbox\n`.repeat(40), 'utf8');
	const projectId = file.trial === true ? sampleIds.deletedProject : sampleIds.quay;
	const blobName = `${id.replaceAll('-', '')}.${extension}`;
	const placement: Placement | undefined = at === undefined ? undefined : { translation: { x: at[0], y: at[1], z: at[2] }, rotation: upright, scale: null };
	world.blobs.set(blobName, blobOf(bytes, extension === 'pdf' ? 'application/pdf' : 'application/octet-stream', name));
	state.blobProjects.set(blobName, projectId);
	const { createdAt, createdBy } = by(file.by, file.daysAgo);
	state.files.set(id, {
		id,
		projectId,
		workzoneId: file.trial === true ? sampleIds.deletedRoot : sampleIds.quayRoot,
		category: file.category ?? format.categoryType,
		name,
		formatId: format.id,
		size: bytes.length,
		blobName,
		...(placement === undefined ? {} : { placement }),
		createdAt,
		createdBy,
	});
}

function addCrops(state: CintooState, by: DoneBy): void {
	const box = { crop: '[[1,0,0,-4.2],[-1,0,0,6.8],[0,1,0,-1.1],[0,-1,0,3.4]]', actualCrop: '[[1,0,0,0],[-1,0,0,2.6]]', rotation: '[0,0,0,1]', layers: null, cameraState: '{"position":[5.5,2.2,1.7],"target":[5.5,3.4,2.6]}', oview: null, settings: null };
	const crop = (more: Pick<CintooCrop, 'id' | 'projectId' | 'workzoneId' | 'name' | 'cameraType' | 'scan' | 'thumbnailBlobName' | 'modification'>): void => {
		state.crops.set(more.id, { ...box, ...more });
	};
	crop({ id: sampleIds.lintelCrop, projectId: sampleIds.quay, workzoneId: sampleIds.quayRoot, name: 'Third lintel', cameraType: 'scan', scan: sampleIds.scanNorth, thumbnailBlobName: null, modification: by('samir', 30) });
	const picture = [...state.files.values()].find((file) => file.workzoneId === sampleIds.mechanicalRoom)?.blobName ?? null;
	crop({ id: sampleIds.ductCrop, projectId: sampleIds.harborTower, workzoneId: sampleIds.mechanicalRoom, name: 'Ducts above the pumps', cameraType: 'arcrotate', scan: '', thumbnailBlobName: picture, modification: by('nora', 20) });
}

function addMeasurements(state: CintooState, world: SandboxWorld, by: DoneBy): void {
	const deleted = { ...by('tom', 29), deletedAt: by('tom', 28).createdAt, deletedBy: people.tom.cintooId };
	for (const [name, reach, modification] of [['Width of the third window', 1.42, by('tom', 29)], ['Depth of the crack', 0.35, by('samir', 27)], ['Wrong corner', 7.9, deleted]] as const) {
		const id = world.uuid();
		state.measurements.set(id, {
			id,
			projectId: sampleIds.quay,
			workzoneId: sampleIds.quayRoot,
			name,
			startPoint: { x: 4.2, y: 3.4, z: 2.6 },
			endPoint: { x: 4.2 + reach, y: 3.4, z: 2.65 },
			scanId: sampleIds.scanNorth,
			modification,
		});
	}
}

function addDrawingTags(state: CintooState, by: DoneBy): void {
	const blob = state.files.get(sampleIds.drawing)?.blobName ?? null;
	state.tagLists.set(sampleIds.drawingTags, {
		id: sampleIds.drawingTags,
		projectId: sampleIds.quay,
		workzoneId: sampleIds.quayRoot,
		tagListType: '2d',
		name: 'Drainage drawings',
		description: null,
		color: '#0698ec',
		metadataDefinition: [],
		attachments: [
			{
				id: 'drainage',
				name: 'Drainage P&ID.pdf',
				blob,
				pages: [1, 2].map((index) => ({ id: `drainage-${index}`, index, scale: 1, width: 1189, height: 841, name: `Sheet ${index}`, hidden: false })),
			},
		],
		tagsVersion: 0,
		pending: false,
		tags: new Map(),
		modification: by('samir', 38),
	});
}

function addShareLink(state: CintooState, by: DoneBy): void {
	const { createdAt, createdBy } = by('samir', 25);
	state.shareLinks.set('quay4owners1', {
		id: 'quay4owners1',
		projectId: sampleIds.quay,
		workzoneId: sampleIds.quayRoot,
		name: 'For the owners of the quay',
		sharedWorkzonesIds: [],
		membershipRequired: true,
		shareOptions: { workzones: false, notes: false, issues: true, measurements: true, crops: true, tags: false },
		expiresAt: null,
		logoBlob: null,
		savedView: null,
		createdBy,
		createdAt,
	});
}
