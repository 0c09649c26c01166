import { Modal } from '../ui/Modal';
import styles from './ShortcutSheet.module.css';

const shortcuts: [string[], string][] = [
  [['?'], 'This sheet'],
  [['g', 'i'], 'Go to incidents'],
  [['g', 's'], 'Go to service status'],
  [['n'], 'New incident, in the list of incidents'],
  [['/'], 'Search, in the list of incidents'],
  [['r'], 'Refresh the page’s data'],
  [['Esc'], 'Close what is open'],
];

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function ShortcutSheet({ open, onOpenChange }: Props) {
  return (
    <Modal title="Keyboard shortcuts" open={open} onOpenChange={onOpenChange}>
      <dl className={styles.list}>
        {shortcuts.map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>{keys.map((key, index) => <span key={key}>{index > 0 && ' then '}<kbd>{key}</kbd></span>)}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
