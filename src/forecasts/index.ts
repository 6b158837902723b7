// The door of forecasts.
export const forecastsRoutes = (..._: unknown[]) => undefined
export const forecastsReactions = {}
export const forecastsWork = () => []
export const forecastsOutbound = {}
