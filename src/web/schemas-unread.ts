// Stands in for TypeBox in the browser's bundle: `api.ts` files build schemas, which only the server reads.
// Types come from the real package; without this, 25 KB of validator would be loaded to sign in.

/** Every schema, whatever it is made from, is an empty object here. */
export const Type: unknown = new Proxy({}, { get: () => () => ({}) })

// biome-ignore lint/style/noDefaultExport: the package exports it so
export default Type
