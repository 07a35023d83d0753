import { type IconName, iconPaths } from './icon-paths.ts'

/** A decorative icon, hidden from assistive technology: the word beside it carries the meaning. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg className={className ? `icon ${className}` : 'icon'} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {iconPaths[name].map((path) =>
        path.startsWith('=') ? <path key={path} className="solid" d={path.slice(1)} /> : <path key={path} d={path} />,
      )}
    </svg>
  )
}
