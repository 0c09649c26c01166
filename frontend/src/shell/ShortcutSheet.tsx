import { Modal } from '../ui/Modal';
import { pages } from './pages';
import styles from './ShortcutSheet.module.css';

type Shortcut = [keys: string[], meaning: string];

const shortcuts: Shortcut[] = [
  [['?'], 'This sheet'],
  [['Ctrl', 'K'], 'Go to any page, service, incident or trace'],
  ...pages.flatMap(({ keys, label }): Shortcut[] => (keys === null ? [] : [[keys.split(' '), `Go to ${label.charAt(0).toLowerCase()}${label.slice(1)}`]])),
  [['n'], 'New incident, in the list of incidents'],
  [['/'], 'Search, in the incidents and the logs'],
  [['l'], 'Live tail, in the logs'],
  [['↑', '↓'], 'Move in a list'],
  [['r'], 'Refresh the page’s data'],
  [['Esc'], 'Close what is open'],
];

function joint([first]: string[]): string {
  return first === 'Ctrl' ? ' + ' : first === 'g' ? ' then ' : ' or ';
}

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
            <dt>{keys.map((key, index) => <span key={key}>{index > 0 && joint(keys)}<kbd>{key}</kbd></span>)}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
