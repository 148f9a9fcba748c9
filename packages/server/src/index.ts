/**
 * Poolhouse as a library: a server in your own process, for tests and for embedding. For everything else, use the command line.
 * @example
 * const config = loadConfig({ file: 'poolhouse.yaml', environment: process.env, flags: {} })
 * const server = await startServer({ config, masterKeys: loadMasterKeys(config, process.env) })
 */
export { type Config, ConfigError } from '#app/config/config'
export { loadConfig, type Settings } from '#app/config/load-config'
export { loadMasterKeys, type MasterKeys } from '#app/config/master-key'
export { type RunningServer, startServer } from '#app/server'
