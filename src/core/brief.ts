const most = 80;

/** Somebody else's text as it may stand in a message: one line, nothing that steers a terminal, at most 80 characters. */
export function brief(text: string): string {
	const line = oneLine(text);
	return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

/** A text without line breaks and control characters: words from outside must not look like lines of a log. */
export function oneLine(text: string): string {
	return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}
