// A site as it is typed: what must hold of it. Pure.
import { type Refusal, refusal } from '../kernel/errors.ts'
import { isZone } from '../kernel/time.ts'
import type { SiteBody } from './api.ts'

/** Everything that is wrong with a site, all at once. */
export function refuseSite(site: SiteBody): Refusal[] {
  const refusals: Refusal[] = []
  if (!/^[A-Z0-9][A-Z0-9._/-]{1,19}$/i.test(site.code))
    refusals.push(
      refusal('site-code', `"${site.code}" cannot be a site's code.`, {
        where: '/code',
        // X12 element 67 (N104) has 2 to 80 characters.
        remedy: 'Use 2 to 20 letters, digits, points and dashes: it goes out to suppliers as the ship-to.',
      }),
    )
  if (site.name.trim() === '') refusals.push(refusal('site-name', 'The site has no name.', { where: '/name' }))
  if (site.city.trim() === '') refusals.push(refusal('site-city', 'The site has no city.', { where: '/city' }))
  if (!isZone(site.zone))
    refusals.push(
      refusal('zone-unknown', `"${site.zone}" is not a time zone.`, {
        where: '/zone',
        remedy: 'Choose a name like Europe/Berlin.',
      }),
    )
  if (!/^[A-Z]{2}$/.test(site.country))
    refusals.push(
      refusal('site-country', `"${site.country}" is not a country code.`, {
        where: '/country',
        remedy: 'Write the two letters of ISO 3166, for example DE.',
      }),
    )
  return refusals
}

export const trimmedSite = (site: SiteBody): SiteBody => ({
  code: site.code.trim(),
  name: site.name.trim(),
  zone: site.zone.trim(),
  street: site.street.trim(),
  city: site.city.trim(),
  region: site.region.trim(),
  postalCode: site.postalCode.trim(),
  country: site.country.trim().toUpperCase(),
})
