// The mark: a pull-cord with its ring, drawn in one line, and the name beside it.
import classes from './Logo.module.css'

interface LogoProps {
  size?: number
  /** Only the mark where the window is narrow. */
  shrinks?: boolean
}

export function Logo({ size = 22, shrinks = false }: LogoProps) {
  return (
    <span className={`${classes.logo} ${shrinks ? classes.small : ''}`}>
      <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
        <path className={classes.wire} d="M3 4.5h9.5a4 4 0 0 1 4 4v3" />
        <circle className={classes.post} cx="3.6" cy="4.5" r="2.1" />
        <circle className={classes.ring} cx="16.5" cy="16.5" r="4.6" />
      </svg>
      <span className={classes.word}>Pullwire</span>
    </span>
  )
}
