// What each role may do. The single place that says so; the portal greys its buttons from the same table. Pure.

export type BuyerRole = 'administrator' | 'buyer' | 'planner' | 'operator' | 'read-only'
export type SupplierRole = 'supplier-administrator' | 'answerer' | 'supplier-read-only'
export type Role = BuyerRole | SupplierRole

export const buyerRoles: readonly BuyerRole[] = ['administrator', 'buyer', 'planner', 'operator', 'read-only']
export const supplierRoles: readonly SupplierRole[] = ['supplier-administrator', 'answerer', 'supplier-read-only']
export const roles: readonly Role[] = [...buyerRoles, ...supplierRoles]

const buyers: readonly Role[] = buyerRoles
const suppliers: readonly Role[] = supplierRoles
const everyone: readonly Role[] = roles

/** Act -> the roles that may do it. An act that is not here nobody may do. */
export const acts = {
  'order.view': everyone,
  'order.issue': ['administrator', 'buyer'],
  'order.decide': ['administrator', 'buyer'],
  'order.answer': ['supplier-administrator', 'answerer'],
  'shipNotice.view': everyone,
  'shipNotice.send': ['supplier-administrator', 'answerer'],
  'forecast.view': everyone,
  'forecast.publish': ['administrator', 'planner'],
  'forecast.commit': ['supplier-administrator', 'answerer'],
  'item.view': everyone,
  'item.manage': ['administrator', 'buyer', 'planner'],
  'site.view': buyers,
  'site.manage': ['administrator', 'planner'],
  'calendar.view': everyone,
  'calendar.manage': ['administrator', 'planner'],
  /** Until when answers are due, and who is told: a supplier reads it on each clock. */
  'policy.view': buyers,
  'policy.manage': ['administrator'],
  'partner.view': everyone,
  'partner.manage': ['administrator', 'operator'],
  'partner.agree': ['supplier-administrator'],
  'board.view': buyers,
  'clock.view': everyone,
  'clock.acknowledge': ['administrator', 'buyer', 'planner', 'operator'],
  'clock.remind': ['administrator', 'buyer', 'planner'],
  /** Noted that it was done: a 997 is the operator's to ask for. */
  'clock.call': ['administrator', 'buyer', 'planner', 'operator'],
  /** A supplier its own clocks, and only where the policy that governs them says so. */
  'clock.pause': ['administrator', 'buyer', 'supplier-administrator', 'answerer'],
  /** That a supplier has seen what it owes. */
  'clock.see': ['supplier-administrator', 'answerer'],
  /** A breach, and what a supplier disputes of it. */
  'clock.excuse': ['administrator', 'buyer'],
  'clock.dispute': ['supplier-administrator', 'answerer'],
  /** How fast answers come: a buyer of its suppliers, a supplier of itself. */
  'report.view': everyone,
  'gateway.view': everyone,
  'gateway.operate': ['administrator', 'operator'],
  'operations.view': ['administrator', 'operator'],
  /** A supplier's own work runs as the supplier: nobody else can see that it failed. */
  'work.operate': ['administrator', 'operator', 'supplier-administrator'],
  'people.view': everyone,
  'people.manage': ['administrator', 'supplier-administrator'],
  /** Sent anew, taken back: colleagues' by who manages people, a supplier's by who looks after partners. */
  'invitation.manage': ['administrator', 'operator', 'supplier-administrator'],
  'organization.manage': ['administrator', 'supplier-administrator'],
  'token.manage': ['administrator'],
  'notice.view': everyone,
  'inbox.view': suppliers,
} as const satisfies Record<string, readonly Role[]>

export type Act = keyof typeof acts

export function may(role: string, act: string): boolean {
  const allowed: readonly string[] | undefined = Object.hasOwn(acts, act) ? acts[act as Act] : undefined
  return allowed?.includes(role) ?? false
}
