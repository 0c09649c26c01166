import { Modal } from '../ui/Modal';
import styles from './QueryHelp.module.css';

const examples: [query: string, meaning: string][] = [
  ['connection refused', 'Both words, anywhere in the message, in any case'],
  ['"connection refused"', 'Exactly these words, in this order'],
  ['timeout OR refused', 'One of them; words side by side mean both'],
  ['-healthcheck', 'Without it; also NOT healthcheck'],
  ['level:error', 'Of this level; level:>=warn for this and worse'],
  ['service:checkout', 'Of this service; service:pay* for all that begin so'],
  ['http.status:>=500', 'An attribute compared with a number'],
  ['user:"Alice A."', 'An attribute with a value; @user:alice when a message may look like one'],
  ['trace:4bf92f3577b34da6a3ce929d0e0e4736', 'Of one trace'],
  ['(timeout OR refused) level:error -service:batch', 'All of it together'],
];

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onTry: (query: string) => void;
}

export function QueryHelp({ open, onOpenChange, onTry }: Props) {
  return (
    <Modal title="The search language" open={open} onOpenChange={onOpenChange}>
      <dl className={styles.list}>
        {examples.map(([query, meaning]) => (
          <div key={query}>
            <dt><button type="button" className={styles.query} onClick={() => onTry(query)}>{query}</button></dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
