import type { Sandbox } from '../src/sandbox/server';
import type { sampleIds } from '../src/sandbox/cintoo/sample';
import type { AccState } from '../src/sandbox/acc';

/** Name of an annotation of the sandbox. */
type AnnotationName = keyof typeof sampleIds;

export function issuesOf(sandbox: Sandbox, name: AnnotationName): AccState['issues'];
export function annotationsArrived(sandbox: Sandbox): boolean;
export function faults(sandbox: Sandbox, told: { readonly resolved: AnnotationName; readonly summary: unknown }): Promise<readonly string[]>;
export function closeIssue(sandbox: Sandbox, name: AnnotationName): Promise<AccState['issues'][number]>;
export function isResolved(sandbox: Sandbox, name: AnnotationName): boolean;
export function account(sandbox: Sandbox): readonly string[];
