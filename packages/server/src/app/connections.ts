import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** How long a stopping server waits for running requests, in milliseconds. */
const grace = 10_000

/** The connections of a listener. */
export interface Connections {
  /**
   * Closes connections without a request at once, and the others after their response, at the latest after the grace period.
   * Node's `close` would wait for connections that a browser opened in advance, until the browser closes them.
   */
  end(): void
}

/** Watches the connections of a listener. Call it before the server listens. */
export function watchConnections(server: Server): Connections {
  const open = new Set<Socket>()
  const unanswered = new Map<ServerResponse, Socket>()
  let ending = false

  server.on('connection', (socket) => {
    if (ending) {
      socket.destroy()
      return
    }
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  // First in the list of listeners, so that no response is sent before it is tracked here.
  server.prependListener('request', ({ socket }, response) => {
    unanswered.set(response, socket)
    response.once('close', () => {
      unanswered.delete(response)
      if (ending) socket.destroySoon()
    })
  })
  return {
    end() {
      ending = true
      const busy = new Set(unanswered.values())
      for (const socket of open) if (!busy.has(socket)) socket.destroy()
      const timer = setTimeout(() => server.closeAllConnections(), grace)
      server.once('close', () => clearTimeout(timer))
    },
  }
}
