// How much an order hurries, as its buyer says when issuing it. Pure.

/** Both sides are told in the portal and by the API; the X12 documents agreed here have no place for it. */
export const priorities = ['normal', 'hot'] as const
export type Priority = (typeof priorities)[number]
