import type { Channel, ChannelName } from './channel.ts'
import { email } from './email.ts'

/** All channels. The compiler reports a missing one. */
export const channels: { readonly [Name in ChannelName]: Channel<Name> } = { email }

export const channelNames = Object.keys(channels) as ChannelName[]

/** Whether this release knows the channel of a message. */
export const isChannelName = (kind: string): kind is ChannelName => Object.hasOwn(channels, kind)
