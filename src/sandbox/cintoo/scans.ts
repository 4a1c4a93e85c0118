import { onWorkzone, type CintooContext, type ProjectAccess } from './access';
import { invalidInput } from './problem';
import { resolveIn } from './reference';
import type { CintooFile } from './state';

/**
 * The scan of the project that a reference names.
 *
 * @param permissions all of which must hold on the work zone of the scan
 * @throws Problem 400 where it is another kind of file
 */
export function scanIn({ state }: CintooContext, access: ProjectAccess, action: string, permissions: readonly string[], ref: string): CintooFile {
	const file = resolveIn('file', ref, state.files, access.project.id);
	if (file.category !== 'scan') throw invalidInput(`File ${file.id} is not a scan.`);
	for (const permission of permissions) onWorkzone(access, action, [permission], file.workzoneId);
	return file;
}
