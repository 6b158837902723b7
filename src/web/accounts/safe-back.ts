// Where sign-in leads back to.

/** Only a path of our own: a link may not send people from sign-in to somebody else's page. */
export function safeBack(back: string | undefined): string {
  return back && /^\/(?![/\\])/.test(back) && !back.startsWith('/sign-in') ? back : '/'
}
