import type { ICredentialDataDecryptedObject, ICredentialTestRequest, ICredentialType, IHttpRequestHelper, INodeProperties, Icon } from 'n8n-workflow';
import { cintoo } from '../src/catalog/cintoo';
import { refreshRequest } from '../src/core/sign-in/cintoo';
import { requestTokens } from '../src/core/sign-in/token-endpoint';
import { accountOf } from '../src/n8n/accounts';
import { authenticateByToken, tokenProperty } from '../src/n8n/bearer-credential';
import { domainProperties, probePath, siteOfCredential, siteProperties } from '../src/n8n/credential';
import { rotated } from '../src/n8n/rotation';
import { PlainTransport } from '../src/n8n/transport';

/** A refresh token of Cintoo, pasted: it works once, so each renewal puts the next one in its place (Cintoo API 2, lines 27 and 55). */
export class CintooRefreshTokenApi implements ICredentialType {
	name = 'cintooRefreshTokenApi';

	displayName = 'Cintoo Refresh Token API';

	icon: Icon = { light: 'file:../icons/cintoo.svg', dark: 'file:../icons/cintoo.dark.svg' };

	documentationUrl = 'https://github.com/aec-nodes/n8n-nodes-aec/blob/main/docs/SIGN-IN.md';

	properties: INodeProperties[] = [
		...siteProperties(cintoo),
		{ displayName: 'Refresh Token', name: 'refreshToken', type: 'string', typeOptions: { password: true }, default: '', required: true, hint: 'As the command "npx @aec-nodes/n8n-nodes-aec login cintoo" prints it. It works once: use it nowhere else.' },
		{
			displayName: 'n8n keeps several workers from using a token twice for OAuth2 credentials only. In queue mode <a href="https://github.com/aec-nodes/n8n-nodes-aec/blob/main/docs/SIGN-IN.md" target="_blank">import the file</a> that the same command writes.',
			name: 'workersNotice',
			type: 'notice',
			default: '',
		},
		...domainProperties,
		tokenProperty,
	];

	authenticate = authenticateByToken;

	test: ICredentialTestRequest = { request: { baseURL: `={{ ${siteOfCredential} }}`, url: probePath(cintoo) } };

	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject): Promise<{ accessToken: string; refreshToken: string; userId: string }> {
		const { origin, held } = accountOf(cintoo, credentials);
		const transport = new PlainTransport(this.helpers);
		const fresh = await rotated(held.refreshToken ?? '', held.accessToken ?? '', async (token) => {
			const tokens = await requestTokens(transport, refreshRequest(origin, token), Date.now());
			return { ...tokens, refreshToken: tokens.refreshToken ?? token };
		});
		return { accessToken: fresh.accessToken, refreshToken: fresh.refreshToken ?? '', userId: fresh.userId ?? '' };
	}
}
