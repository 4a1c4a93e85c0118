import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether the sender of a delivery knows the secret: `x-adsk-signature: sha1hash=<hex>` is the HMAC-SHA1 of the raw
 * body (Autodesk, aps-webhooks-signature). Takes the same time whatever is wrong with it.
 * @param body the bytes as received, before anything parsed them
 */
export function isSigned(body: Uint8Array, header: string | undefined, secret: string): boolean {
	const [, hex = ''] = /^sha1hash=([0-9a-f]{40})$/i.exec(header?.trim() ?? '') ?? [];
	const right = createHmac('sha1', secret).update(body).digest();
	const given = Buffer.from(hex.padStart(40, '0'), 'hex');
	return timingSafeEqual(right, given) && hex !== '';
}
