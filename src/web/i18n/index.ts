// Every visible text comes from here: `m.orders_title()`. The catalogue is compiled from `<room>/messages/en.json`.
export * as m from '../messages/messages/_index.js'
export { getLocale } from '../messages/runtime.js'
