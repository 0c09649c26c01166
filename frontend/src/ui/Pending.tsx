/** The place of something that is on its way. Where parts show in order, the others wait for it, unless it has failed once. */
export function Pending({ isLate = false }: { isLate?: boolean }) {
  return <p role="status" data-pending={isLate ? undefined : ''}>Loading…</p>;
}
