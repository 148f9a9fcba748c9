import type { CodeDeliveryDetailsType } from '@poolhouse/contract'
import { channelNames, channels } from '#outbound/messaging/channels/channels'
import type { Destination } from '#outbound/messaging/outgoing-message'
import { signsInByAttribute } from '#records/user-pools/policy'
import type { UserPool } from '#records/user-pools/user-pool'
import type { User } from '#records/users/user'
import type { CodePurpose } from '#records/verification-codes/verification-codes'

type Reachable = Pick<User, 'attributes'>

/**
 * Where a code goes: to the attribute that it verifies, otherwise to the first address that the user has. Undefined for
 * none.
 */
export function codeDestination({ attributes }: Reachable, purpose: CodePurpose): Destination | undefined {
  const fitting = channelNames.filter(
    (name) => !purpose.startsWith('attribute:') || purpose === `attribute:${channels[name].attribute}`,
  )
  return firstDestination(attributes, fitting)
}

/** Where a message without a code goes, such as an invitation. */
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

/** Where a code went, in the form of the API. */
export function deliveryTo({ channel, to }: Destination): CodeDeliveryDetailsType {
  const { attribute, masked, medium } = channels[channel]
  return { Destination: masked(to), DeliveryMedium: medium, AttributeName: attribute }
}

/** The user's name in a message: what the user signs in with. A sub would mean nothing to the reader. */
export const shownName = (pool: UserPool, user: Pick<User, 'username' | 'attributes'>): string =>
  signsInByAttribute(pool) ? (user.attributes['email'] ?? user.username) : user.username
