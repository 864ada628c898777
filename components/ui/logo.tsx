/** The mark: a first signature, and over it the stroke that confirms it. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={className}
    >
      <path
        d="M2.5 9c2.5-5 5.5-6.5 5.5-3.5S5 12 7 12s3-4 4.5-4 .5 2.5 2 2.5"
        stroke="currentColor"
        strokeWidth="1.8"
        opacity="0.6"
      />
      <path d="m5 15.5 4.5 4.5L21 7.5" stroke="var(--pen)" strokeWidth="2.6" />
    </svg>
  )
}
