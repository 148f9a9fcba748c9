import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** How long a request under way may keep a server that is told to stop, in milliseconds. */
const grace = 10_000

/** The connections of a listener. */
export interface Connections {
  /**
   * Ends those that ask nothing at once, the others when they have their answer, at the latest after the grace.
   * Node's own `close` waits for a connection that has not asked anything yet as long as the browser that opened it in advance keeps it.
   */
  end(): void
}

/** Watches a listener from its start. */
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
  // Before whoever answers, so that no answer is given without our knowing of it.
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
