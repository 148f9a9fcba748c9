import { readOmniauthSettings } from '@poolhouse/omniauth'
import { loadConfiguration } from '@poolhouse/omniauth/load-configuration'

/** GitLab's settings: from the `gitlab.rb` or `gitlab.yml` in CONFIG, or for one user pool of AWS or Poolhouse, the one in ISSUER. */
export async function readSettings({ CONFIG, ISSUER, CLIENT_ID, CLIENT_SECRET }) {
  if (CONFIG) return (await loadConfiguration({ file: CONFIG })).settings
  return readOmniauthSettings({
    allow_single_sign_on: ['cognito'],
    block_auto_created_users: false,
    providers: [{ name: 'cognito', app_id: CLIENT_ID, app_secret: CLIENT_SECRET, args: { issuer: ISSUER } }],
  })
}
