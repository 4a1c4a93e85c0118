/** Jest's matchers with a type that promises nothing, so that they may stand wherever a value does. */
export const holding = (members: Readonly<Record<string, unknown>>): unknown => expect.objectContaining(members);
export const including = (...members: readonly unknown[]): unknown => expect.arrayContaining([...members]);
export const saying = (words: string): unknown => expect.stringContaining(words);
export const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);
export const someText: unknown = expect.any(String);
