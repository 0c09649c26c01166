const paths = {
  activity: 'M2 12h4l3-8 6 16 3-8h4',
  alert: 'M12 3.5 1.8 20.5h20.4L12 3.5ZM12 10v4.5M12 17.5v.01',
  arrow: 'M5 12h14M13 6l6 6-6 6',
  archive: 'M3 4h18v5H3zM5 9v11h14V9M10 13h4',
  book: 'M4 5.5A2.5 2.5 0 0 1 6.5 3H20v15H6.5A2.5 2.5 0 0 0 4 20.5zM4 20.5A2.5 2.5 0 0 0 6.5 21H20v-3',
  branch: 'M6 8.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM6 20.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM18 10.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM6 8.500v7M18 10.500c0 3-4 3-12 5',
  browser: 'M3 5h18v14H3zM3 9.500h18M6 7.300v-.010M9 7.300v-.010',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  chevronDown: 'm6 9.5 6 6 6-6',
  chevronLeft: 'm14.5 6-6 6 6 6',
  chevronRight: 'm9.5 6 6 6-6 6',
  chevrons: 'm8 9.5 4-4 4 4M8 14.5l4 4 4-4',
  circle: 'M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Z',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.500 2',
  close: 'M6 6l12 12M18 6 6 18',
  cloud: 'M7 18.500a4.500 4.500 0 0 1-.500-9 6 6 0 0 1 11.500 1.500 3.800 3.800 0 0 1-.500 7.500z',
  coins: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM15 9c-.500-1-1.500-1.500-3-1.500S9 8.300 9 9.500c0 3 6 1.500 6 4.500 0 1.500-1.500 2.500-3 2.500s-2.700-.700-3-2M12 6v1.500M12 16.500V18',
  comment: 'M4 5h16v11H10l-5 4v-4H4z',
  eye: 'M2 12s3.5-7 10-7 10 7 10 7-3.5 7-10 7S2 12 2 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z',
  eyeOff: 'M3 3l18 18M10.5 5.2A9.8 9.8 0 0 1 12 5c6.5 0 10 7 10 7a17 17 0 0 1-3.3 4.1M6.5 6.7A16.5 16.5 0 0 0 2 12s3.5 7 10 7c1.8 0 3.4-.5 4.8-1.3M9.9 9.9a3 3 0 0 0 4.2 4.2',
  filter: 'M3 5h18l-7 8.5V20l-4-2v-4.5z',
  flame: 'M12 3c1 4 5 5.5 5 10.5a5 5 0 0 1-10 0c0-2.5 1.5-3.5 2-5.5 1 .7 1.5 1.5 1.5 2.5C12 9 12.5 6 12 3Z',
  folder: 'M3 6h6l2 2.5h10V19H3z',
  key: 'M14.5 9.5a5 5 0 1 0-4.6 6.9L12 14.5h2.5V12H17l2-2 2.5-2.5V4H18zM8.5 13.5v.01',
  globe: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM3 12h18M12 3c3 3 3.500 6 3.500 9s-.500 6-3.500 9c-3-3-3.500-6-3.500-9S9 6 12 3Z',
  keyboard: 'M3 6h18v12H3zM7 10v.01M11 10v.01M15 10v.01M8 14h8',
  logOut: 'M10 4H5v16h5M15 8l4 4-4 4M19 12H9',
  dashboard: 'M4 4h9v7H4zM15 4h5v7h-5zM4 13h5v7H4zM11 13h9v7h-9z',
  lines: 'M4 6h16M4 10h10M4 14h16M4 18h8',
  map: 'M6 8.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM18 12.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM8 20.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM8.300 6.800l7.300 2.600M16.200 11.700l-6 5M6.300 8.500l1.300 7',
  minus: 'M5 12h14',
  mute: 'M6 16V11a6 6 0 0 1 9-5.200M18 10.500V16l1.500 2H8M10 21h4M3 3l18 18',
  menu: 'M4 7h16M4 12h16M4 17h16',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 21c.6-4 4-6 8-6s7.400 2 8 6',
  plug: 'M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0zM12 17v4',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 21h4',
  send: 'M21 3 3 10.500l7 3 3 7zM10 13.500 21 3',
  plus: 'M12 5v14M5 12h14',
  refresh: 'M20 11a8 8 0 0 0-14.3-4L3 9.5M3 4v5.5h5.5M4 13a8 8 0 0 0 14.3 4L21 14.5M21 20v-5.5h-5.5',
  robot: 'M5 9h14v10H5zM12 9V5M12 4.5v.01M9 13.5v1M15 13.5v1M2.5 13v3M21.5 13v3',
  pause: 'M8 5v14M16 5v14',
  play: 'M7 4.500v15l12-7.500z',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 21 21',
  server: 'M4 4h16v7H4zM4 13h16v7H4zM8 7.500v.010M8 16.500v.010',
  services: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z',
  severityCritical: 'M12 20V4M5 11l7-7 7 7M5 18l7-7 7 7',
  severityHigh: 'm5 15 7-7 7 7',
  severityLow: 'm5 9 7 7 7-7',
  severityMedium: 'M5 9.5h14M5 14.5h14',
  shield: 'M12 3 4.5 6v5.5c0 4.5 3 8 7.5 9.5 4.5-1.5 7.5-5 7.5-9.5V6z',
  target: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 17a5 5 0 1 0 0-10 5 5 0 0 0 0 10ZM12 12.500v-.010',
  trace: 'M3 5h10M7 10h9M11 15h10M7 20h7',
  bug: 'M8 9h8v6a4 4 0 0 1-8 0zM9 9a3 3 0 0 1 6 0M3.500 12H8M16 12h4.500M4.500 6.500 8 9M19.500 6.500 16 9M4.500 19 8 16M19.500 19 16 16',
  chart: 'M4 4v16h16M8 15l4-5 3 3 5-7',
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
