// What the roles are called, and what each is for.
import type { Role } from '../../accounts/may.ts'
import { m } from '../i18n/index.ts'

export function roleText(role: Role): string {
  switch (role) {
    case 'administrator':
      return m.accounts_role_administrator()
    case 'buyer':
      return m.accounts_role_buyer()
    case 'planner':
      return m.accounts_role_planner()
    case 'operator':
      return m.accounts_role_operator()
    case 'read-only':
    case 'supplier-read-only':
      return m.accounts_role_read_only()
    case 'supplier-administrator':
      return m.accounts_role_supplier_administrator()
    case 'answerer':
      return m.accounts_role_answerer()
  }
}

export function roleMeaning(role: Role): string {
  switch (role) {
    case 'administrator':
      return m.accounts_role_administrator_what()
    case 'buyer':
      return m.accounts_role_buyer_what()
    case 'planner':
      return m.accounts_role_planner_what()
    case 'operator':
      return m.accounts_role_operator_what()
    case 'read-only':
    case 'supplier-read-only':
      return m.accounts_role_read_only_what()
    case 'supplier-administrator':
      return m.accounts_role_supplier_administrator_what()
    case 'answerer':
      return m.accounts_role_answerer_what()
  }
}
