// The look of the portal: a calm, dense, precise workbench. Colours are chosen so that text reaches 4.5:1 in both schemes.
import {
  type ActionIconProps,
  type AnchorProps,
  type ButtonProps,
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type InputProps,
  type MantineColorsTuple,
  type MenuProps,
  type ModalProps,
  type PaperProps,
  type TableProps,
  type TooltipProps,
  type VariantColorsResolver,
} from '@mantine/core'
import { m } from './i18n/index.ts'

const petrol: MantineColorsTuple = [
  '#e8f3f2',
  '#d2e6e4',
  '#a5ccca',
  '#78b4b1',
  '#559f9c',
  '#2f8482',
  '#1b6d6d',
  '#0f5759',
  '#0a4447',
  '#063135',
]
const gray: MantineColorsTuple = [
  '#f7f8f6',
  '#eff1ee',
  '#e4e7e3',
  '#d6dad5',
  '#c2c8c3',
  '#8f9893',
  '#5c6662',
  '#454e4b',
  '#2c3331',
  '#1a1f1e',
]
const dark: MantineColorsTuple = [
  '#dfe5e2',
  '#bcc6c2',
  '#9daaa5',
  '#6e7b76',
  '#3a4442',
  '#2a3331',
  '#202726',
  '#181e1d',
  '#121716',
  '#0c100f',
]
const red: MantineColorsTuple = [
  '#fdeeec',
  '#fadbd7',
  '#f3b3ac',
  '#ef9389',
  '#e86a5f',
  '#d9463c',
  '#bf2f27',
  '#a8201a',
  '#871611',
  '#650e0a',
]
const amber: MantineColorsTuple = [
  '#fdf4e3',
  '#fae6c3',
  '#f4cf8e',
  '#efb657',
  '#e39b25',
  '#bd7710',
  '#995d05',
  '#834d00',
  '#653b00',
  '#492a00',
]
const green: MantineColorsTuple = [
  '#e9f5ec',
  '#d2e9d8',
  '#a8d3b5',
  '#7fd19b',
  '#4fae70',
  '#2f8f52',
  '#247642',
  '#1d6537',
  '#14502a',
  '#0c3a1d',
]

/** Soft fills of alerts, badges and light buttons are those of the states: quiet enough to read a paragraph on. */
const soft: Record<string, string> = {
  petrol: 'info',
  red: 'late',
  yellow: 'warn',
  orange: 'warn',
  green: 'ok',
  gray: 'quiet',
}

const variants: VariantColorsResolver = input => {
  const usual = defaultVariantColorsResolver(input)
  const name = soft[input.color ?? input.theme.primaryColor]
  if (input.variant !== 'light' || !name) return usual
  const background = `var(--pw-${name}-soft)`
  return { ...usual, background, hover: background, color: `var(--pw-${name})`, border: '1px solid transparent' }
}

export const theme = createTheme({
  variantColorResolver: variants,
  colors: { petrol, gray, dark, red, yellow: amber, orange: amber, green },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  black: '#1a1f1e',
  autoContrast: true,
  cursorType: 'pointer',
  defaultRadius: 3,
  focusRing: 'auto',
  respectReducedMotion: true,
  fontFamily: 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  spacing: { xs: '0.375rem', sm: '0.625rem', md: '0.875rem', lg: '1.25rem', xl: '1.75rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.25' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.3' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.35' },
    },
  },
  // Plain objects, not `Menu.extend(…)`: naming the components here would load them all before the sign-in page.
  components: {
    ActionIcon: { defaultProps: { variant: 'subtle', size: 30 } satisfies ActionIconProps },
    Anchor: { defaultProps: { underline: 'hover' } satisfies AnchorProps },
    Badge: { defaultProps: { radius: 3, tt: 'none' } },
    Button: { defaultProps: { size: 'sm' } satisfies ButtonProps },
    Input: { defaultProps: { size: 'sm' } satisfies InputProps },
    Menu: {
      defaultProps: {
        shadow: 'md',
        position: 'bottom-end',
        withInitialFocusPlaceholder: false,
      } satisfies Partial<MenuProps>,
    },
    Modal: {
      defaultProps: {
        ...{ centered: true, overlayProps: { backgroundOpacity: 0.4 } },
        // Mantine writes <header>, which outside of <main> is a second banner beside the portal's own.
        attributes: { header: { role: 'presentation' } },
      } satisfies Partial<ModalProps>,
      // Its panel is a Paper, whose own padding is for pages.
      styles: { content: { padding: 0 }, title: { fontWeight: 600, fontSize: 'var(--mantine-font-size-lg)' } },
    },
    PasswordInput: { defaultProps: { visibilityToggleButtonProps: { 'aria-label': m.accounts_password_show() } } },
    Paper: { defaultProps: { withBorder: true, p: 'md' } satisfies PaperProps },
    Table: { defaultProps: { verticalSpacing: 6, horizontalSpacing: 10 } satisfies TableProps },
    Tooltip: {
      defaultProps: {
        withArrow: true,
        openDelay: 250,
        events: { hover: true, focus: true, touch: true },
      } satisfies Partial<TooltipProps>,
    },
  },
})

/** Names of our own: `--pw-…`. Components use these, never a hue, so a status looks the same everywhere. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--pw-row': '2.125rem' },
  light: {
    '--mantine-color-dimmed': '#56605c',
    '--mantine-color-placeholder': '#6a736f',
    '--mantine-color-error': '#a8201a',
    '--pw-ground': '#f3f5f2',
    '--pw-panel': '#ffffff',
    '--pw-line': '#dbdfda',
    '--pw-line-strong': '#b9c0bb',
    '--pw-hover': '#eef2ef',
    '--pw-picked': '#e2f0ee',
    '--pw-signal': '#c8460a',
    '--pw-ok': '#1d6537',
    '--pw-ok-soft': '#e2f1e6',
    '--pw-warn': '#7d4a00',
    '--pw-warn-soft': '#fbecd0',
    '--pw-late': '#a8201a',
    '--pw-late-soft': '#fbe4e1',
    '--pw-info': '#0f5759',
    '--pw-info-soft': '#e0f0ef',
    '--pw-quiet': '#525c58',
    '--pw-quiet-soft': '#e9ecea',
  },
  dark: {
    '--mantine-color-dimmed': '#9daaa5',
    '--mantine-color-placeholder': '#8d9a95',
    '--mantine-color-error': '#ff9a8f',
    '--mantine-color-anchor': '#78c2be',
    '--pw-ground': '#121716',
    '--pw-panel': '#181e1d',
    '--pw-line': '#2a3331',
    '--pw-line-strong': '#465250',
    '--pw-hover': '#1f2625',
    '--pw-picked': '#16302f',
    '--pw-signal': '#ff8a4c',
    '--pw-ok': '#84d3a0',
    '--pw-ok-soft': '#17301f',
    '--pw-warn': '#f1b863',
    '--pw-warn-soft': '#352710',
    '--pw-late': '#ff9f95',
    '--pw-late-soft': '#3f1b18',
    '--pw-info': '#80cac6',
    '--pw-info-soft': '#14302f',
    '--pw-quiet': '#aab5b1',
    '--pw-quiet-soft': '#262e2c',
  },
})
