import { Readable } from 'node:stream';
import { cintoo } from '../../../src/catalog/cintoo';
import { textAt, type FileInput } from '../../../src/catalog/vocabulary';
import { createCintooService, type CintooService } from '../../../src/sandbox/cintoo';
import { sampleIds } from '../../../src/sandbox/cintoo/sample';
import { people } from '../../../src/sandbox/people';
import { serve, type Served } from '../../../src/sandbox/serve';
import { carryOut } from '../../support/carry-out';
import { bearer, connect } from '../../support/connect';
import { failureFrom } from '../../support/failure';

const { only } = carryOut(cintoo);
const picture = (name: string): FileInput => ({ name, open: async () => Readable.from([Buffer.from('bytes of a picture')]) });
const crop = { accountRef: sampleIds.account, projectRef: sampleIds.quay, cropRef: { name: 'Third lintel' } };

let served: Served<{ cintoo: CintooService }>;

beforeEach(async () => {
	served = await serve((world) => ({ cintoo: createCintooService(world) }));
});

afterEach(async () => {
	const broken = served.exchanges.flatMap(({ url, violations }) => violations.map((one) => `${url}: ${one}`));
	await served.stop();
	expect(broken).toEqual([]);
});

describe('the thumbnail of a crop', () => {
	const upload = async (name: string) => await only(connect(cintoo, served.origins.cintoo, bearer(served.services.cintoo.issueTokens(people.nora.cintooId).access_token)), 'crop.uploadThumbnail', { ...crop, file: picture(name) });
	const stored = () => served.services.cintoo.state.crops.get(sampleIds.lintelCrop);

	it('becomes a picture that is sent, everything else of the crop stays', async () => {
		const before = { ...stored() };
		const after = await upload('lintel.png');
		expect(after).toMatchObject({ receipt: { done: 'updated' }, name: 'Third lintel' });
		expect(stored()).toEqual({ ...before, modification: stored()?.modification, thumbnailBlobName: after.thumbnailBlobName });
		expect(served.world.blobs.has(textAt(after, 'thumbnailBlobName') ?? '')).toBe(true);
	});

	it('cannot be a drawing: nothing is sent', async () => {
		const before = { ...stored() };
		expect((await failureFrom(upload('plan.pdf'))).message).toContain('not a PNG or JPEG');
		expect(stored()).toEqual(before);
		expect(served.exchanges.filter(({ method }) => method !== 'GET')).toEqual([]);
	});
});
