import { Button } from './Button';
import { Icon } from './Icon';
import styles from './Pager.module.css';

interface Props {
  page: number;
  pages: number;
  onPage: (page: number) => void;
  /** What lies before and after; the newest first, if nothing is said. */
  previous?: string;
  next?: string;
}

export function Pager({ page, pages, onPage, previous = 'Newer', next = 'Older' }: Props) {
  if (pages <= 1 && page === 1) return null;
  return (
    <nav className={styles.pager} aria-label="Pages">
      <Button onClick={() => onPage(page - 1)} disabled={page <= 1}><Icon name="chevronLeft" size={16} />{previous}</Button>
      <p>Page {page} of {Math.max(pages, 1)}</p>
      <Button onClick={() => onPage(page + 1)} disabled={page >= pages}>{next}<Icon name="chevronRight" size={16} /></Button>
    </nav>
  );
}
