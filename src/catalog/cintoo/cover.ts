import { choice, number, text, type FileInput, type RunContext } from '../vocabulary';
import { extensionOf } from './upload';

const pictures = ['png', 'jpg', 'jpeg'] as const;
/** Most bytes of a cover picture (API 2, lines 1012-1015 and 2195-2198). */
const coverBytes = 10 * 1024 * 1024;

/** What the service is told about a cover. */
export const coverRow = {
	name: text({ required: true }),
	extension: choice(pictures, { required: true }),
	size: number({ required: true, integer: true, min: 1, max: coverBytes }),
	md5: text({ required: true }),
};

/** Extension of a picture that is to be a cover. Throws what `refusal` gives for any other file, and for one that is too large. */
export function coverExtension(context: Pick<RunContext, 'refusal'>, picture: FileInput, size = picture.size): (typeof pictures)[number] {
	const extension = pictures.find((one) => one === extensionOf(picture.name));
	if (extension === undefined) throw context.refusal(`"${picture.name}" is not a PNG or JPEG file.`, 'Convert it, or choose another picture.');
	if (size !== undefined && size > coverBytes) throw context.refusal(`"${picture.name}" has ${size} bytes; such a picture may have ${coverBytes}.`, 'Make the picture smaller.');
	return extension;
}
