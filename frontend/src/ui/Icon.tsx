const paths = {
  activity: 'M2 12h4l3-8 6 16 3-8h4',
  alert: 'M12 3.5 1.8 20.5h20.4L12 3.5ZM12 10v4.5M12 17.5v.01',
  arrow: 'M5 12h14M13 6l6 6-6 6',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  chevrons: 'm8 9.5 4-4 4 4M8 14.5l4 4 4-4',
  circle: 'M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Z',
  close: 'M6 6l12 12M18 6 6 18',
  eye: 'M2 12s3.5-7 10-7 10 7 10 7-3.5 7-10 7S2 12 2 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  eyeOff: 'M3 3l18 18M10.5 5.2A9.8 9.8 0 0 1 12 5c6.5 0 10 7 10 7a17 17 0 0 1-3.3 4.1M6.5 6.7A16.5 16.5 0 0 0 2 12s3.5 7 10 7c1.8 0 3.4-.5 4.8-1.3M9.9 9.9a3 3 0 0 0 4.2 4.2',
  keyboard: 'M3 6h18v12H3zM7 10v.01M11 10v.01M15 10v.01M8 14h8',
  logOut: 'M10 4H5v16h5M15 8l4 4-4 4M19 12H9',
  menu: 'M4 7h16M4 12h16M4 17h16',
  refresh: 'M20 11a8 8 0 0 0-14.3-4L3 9.5M3 4v5.5h5.5M4 13a8 8 0 0 0 14.3 4L21 14.5M21 20v-5.5h-5.5',
  unplugged: 'M3 21l4-4M7 13l4 4 1.5-1.5a3 3 0 0 0 0-4.2L11.7 10.5a3 3 0 0 0-4.2 0L6 12M21 3l-4 4M17 11l-4-4 1.5-1.5a3 3 0 0 1 4.2 0l.8.8a3 3 0 0 1 0 4.2L18 12',
  x: 'M7 7l10 10M17 7 7 17',
} as const;

export type IconName = keyof typeof paths;

/** A decorative line icon: what it means is always said in text beside it or in a label. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2"
      strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
