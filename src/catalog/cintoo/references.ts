import { ref } from '../vocabulary';

/** References that nearly every call of API 2 has in its path: URN preferred, raw UUID accepted (API 2, lines 160-171). */
export const accountRef = ref('cintoo.account', { required: true, label: 'Account' });
export const projectRef = ref('cintoo.project', { required: true, label: 'Project' });
export const inProject = { accountRef, projectRef };
