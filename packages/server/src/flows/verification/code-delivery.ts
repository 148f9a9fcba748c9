import type { CodeDeliveryDetailsType } from '@poolhouse/contract'
import { channelNames, channels } from '#outbound/messaging/channels/channels'
import type { Destination } from '#outbound/messaging/outgoing-message'
import { signsInByAttribute } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import type { CodePurpose } from '#records/verification-codes/verification-codes'

type Reachable = Pick<User, 'attributes'>

/** Where a code for a purpose goes: to the attribute that it proves, else to the first that the user has. Undefined for none. */
export function codeDestination({ attributes }: Reachable, purpose: CodePurpose): Destination | undefined {
  const fitting = channelNames.filter(
    (name) => !purpose.startsWith('attribute:') || purpose === `attribute:${channels[name].attribute}`,
  )
  return firstDestination(attributes, fitting)
}

/** Where a message that proves nothing goes, such as an invitation. */
export const messageDestination = ({ attributes }: Reachable): Destination | undefined =>
  firstDestination(attributes, channelNames)

function firstDestination(
  attributes: User['attributes'],
  names: readonly Destination['channel'][],
): Destination | undefined {
  for (const channel of names) {
    const to = attributes[channels[channel].attribute]
    if (to) return { channel, to }
  }
  return undefined
}

/** As the API tells where a code went. */
export function deliveryTo({ channel, to }: Destination): CodeDeliveryDetailsType {
  const { attribute, masked, medium } = channels[channel]
  return { Destination: masked(to), DeliveryMedium: medium, AttributeName: attribute }
}

/** What a user signs in with. A sub would mean nothing to the reader of a message. */
export const shownName = (pool: UserPool, user: Pick<User, 'username' | 'attributes'>): string =>
  signsInByAttribute(pool) ? (user.attributes['email'] ?? user.username) : user.username
