import { Button } from './Button';
import { Icon } from './Icon';
import styles from './Pager.module.css';

interface Props {
  page: number;
  pages: number;
  onPage: (page: number) => void;
}

export function Pager({ page, pages, onPage }: Props) {
  if (pages <= 1 && page === 1) return null;
  return (
    <nav className={styles.pager} aria-label="Pages">
      <Button onClick={() => onPage(page - 1)} disabled={page <= 1}><Icon name="chevronLeft" size={16} />Newer</Button>
      <p>Page {page} of {Math.max(pages, 1)}</p>
      <Button onClick={() => onPage(page + 1)} disabled={page >= pages}>Older<Icon name="chevronRight" size={16} /></Button>
    </nav>
  );
}
