/**
 * Opens the page on which a service of the sandbox asks for consent, and presses Allow as this person.
 * @returns the address the browser is sent to
 */
export async function allowed(url: string, userId: string): Promise<string> {
	const opened = await fetch(url);
	const page = await opened.text();
	const fields = [...page.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]): [string, string] => [name ?? '', plain(value ?? '')]);
	const form = new URLSearchParams([...fields, ['user', userId]]);
	const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1];
	const decision = /<button name="(\w+)" value="allow"/.exec(page)?.[1];
	if (action === undefined) throw new Error(`${opened.status} is no page that asks for consent: ${page}`);
	if (decision !== undefined) form.set(decision, 'allow');
	const answer = await fetch(new URL(action, opened.url), { method: 'POST', body: form, redirect: 'manual' });
	return answer.headers.get('location') ?? '';
}

function plain(html: string): string {
	return html.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
