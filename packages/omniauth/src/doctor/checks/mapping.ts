import { findKind } from '#config/provider-checks'
import type { JsonObject } from '#core/auth-hash'
import { OmniauthError } from '#core/failure'
import { newFindings } from '#core/options-reader'
import { looksLikeCognito, type Oauth2GenericOptions, readOauth2GenericOptions } from '#strategies/oauth2/options'
import { infoOf, uidOf } from '#strategies/oauth2/response-structure'
import { blockKeys, type ExaminedProvider } from '../examined-provider.ts'
import type { Remark } from '../finding.ts'

const { idPath, structure, nickname, strategyClass, scope, issuer, name } = blockKeys

/** Checks that sign-ins will have a uid and a nickname, as far as the provider's user info is known. */
export function checkMapping({ config, facts }: Pick<ExaminedProvider, 'config' | 'facts'>): Remark[] {
  const kind = findKind(config.name, config.args?.['strategy_class'])
  if (kind?.classes[0] === 'oauth2-generic') {
    const options = readOauth2GenericOptions(config, newFindings())
    if (looksLikeCognito(options)) return mappingOf(options, cognitoUserInfo(facts.scope))
    return [
      {
        level: 'unseen',
        message: "the doctor can not check the uid and the nickname: it does not know this provider's user info",
        about: [structure, strategyClass],
      },
    ]
  }
  if (facts.protocol !== 'openid-connect')
    return [{ level: 'ok', message: 'the strategy maps uid and nickname itself', about: [strategyClass, name] }]
  return [
    { level: 'ok', message: "the uid is the ID token's sub", about: [issuer, name] },
    openidNickname(facts.scope ?? 'openid'),
  ]
}

/** The user info of a Cognito user with all attributes: the claims of the scopes. Without a scope, all claims. */
function cognitoUserInfo(asked = 'openid email profile phone'): JsonObject {
  const scopes = asked.split(' ')
  return {
    sub: 'sub',
    username: 'username',
    ...(scopes.includes('email') && { email: 'email', email_verified: 'true' }),
    ...(scopes.includes('phone') && { phone_number: 'phone_number' }),
    ...(scopes.includes('profile') && Object.fromEntries(profileClaims.map((claim) => [claim, claim]))),
  }
}

const profileClaims = [
  'name',
  'nickname',
  'given_name',
  'family_name',
  'middle_name',
  'preferred_username',
  'picture',
  'website',
  'gender',
  'birthdate',
  'zoneinfo',
  'locale',
]

function mappingOf(options: Oauth2GenericOptions, userInfo: JsonObject): Remark[] {
  return [mappedUid(options, userInfo), mappedNickname(options, userInfo)]
}

function mappedUid({ structure: mapping }: Oauth2GenericOptions, userInfo: JsonObject): Remark {
  try {
    const uid = uidOf(userInfo, mapping)
    const without =
      mapping.idPath === undefined ? ", because there is no id_path and Cognito's user info has no id" : ''
    return { level: 'ok', message: `the uid is the ${uid}${without}`, about: [idPath, structure] }
  } catch (thrown) {
    if (!(thrown instanceof OmniauthError)) throw thrown
    const message = "id_path finds no uid: Cognito's user info has sub, but no id. Every sign-in would fail"
    return { level: 'problem', message, fix: "set id_path: ['sub'] and root_path: []", about: [idPath, structure] }
  }
}

function mappedNickname({ structure: mapping }: Oauth2GenericOptions, userInfo: JsonObject): Remark {
  const found = infoOf(userInfo, mapping)['nickname']
  if (typeof found === 'string')
    return { level: 'ok', message: `the nickname is the user's ${found}`, about: [nickname, structure] }
  const message = 'there will be no nickname: account names are made from the e-mail address'
  return { level: 'warning', message, fix: "set attributes: { nickname: 'email' }", about: [nickname, structure] }
}

function openidNickname(scopes: string): Remark {
  const asked = scopes.split(' ')
  if (asked.includes('profile'))
    return {
      level: 'ok',
      message: "the nickname is the user's. Without one, it is made from the e-mail address",
      about: [scope],
    }
  if (asked.includes('email'))
    return { level: 'ok', message: 'account names are made from the e-mail address', about: [scope] }
  const message = 'scope has neither profile nor email: there is no data for account names'
  return { level: 'warning', message, fix: 'add email or profile to scope', about: [scope] }
}
