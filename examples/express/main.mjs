import { randomBytes } from 'node:crypto'
import Database from 'better-sqlite3'
import { application } from './app.mjs'
import { readSettings } from './settings.mjs'

const { PORT = '3001', PUBLIC_URL = `http://localhost:${PORT}`, DATABASE = 'example.sqlite', SECRET } = process.env

const app = application({
  db: new Database(DATABASE),
  settings: await readSettings(process.env),
  baseUrl: new URL(PUBLIC_URL).origin,
  // Without a fixed secret, a restart ends the sign-ins in progress. Sessions continue.
  secret: SECRET ?? randomBytes(32),
})

const server = app.listen(Number(PORT), (error) => {
  if (error) throw error
  console.log(`Open ${PUBLIC_URL} (listening on port ${server.address().port})`)
})
