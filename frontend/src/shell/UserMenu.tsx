import { Menu } from '@base-ui/react/menu';
import { useId } from 'react';
import type { Me } from '../api/contract';
import { currentProject } from '../session/session';
import { Icon } from '../ui/Icon';
import { useTheme, type ThemeChoice } from '../ui/theme';
import styles from './UserMenu.module.css';

interface Props {
  me: Me;
  onHelp: () => void;
  onProfile: () => void;
  onLogOut: () => void;
}

const themes: [ThemeChoice, string][] = [['system', 'Like the system'], ['light', 'Light'], ['dark', 'Dark']];

export function UserMenu({ me, onHelp, onProfile, onLogOut }: Props) {
  const [theme, setTheme] = useTheme();
  const factsId = useId();
  const project = currentProject(me);
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={styles.trigger} aria-label={`User menu of ${me.full_name}`}>
        <span className={styles.avatar} aria-hidden="true">{initials(me.full_name)}</span>
        <span className={styles.who}>
          <span className={styles.name}>{me.full_name}</span>
          <span className={styles.where}>{me.tenant_name}</span>
        </span>
        <Icon name="chevrons" size={16} />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={styles.positioner} side="top" align="end" sideOffset={6} collisionPadding={8}>
          <Menu.Popup className={styles.popup} aria-describedby={factsId}>
            {/* A menu may hold no list of facts, so they are its description. */}
            <div id={factsId} className={styles.facts}>
              <div><span className={styles.fact}>Signed in as </span>{me.email}</div>
              <div><span className={styles.fact}>Team </span>{me.tenant_name}</div>
              {project !== undefined && <div><span className={styles.fact}>Project </span>{project.name} ({project.role})</div>}
            </div>
            <Menu.Separator className={styles.separator} />
            <Menu.Group>
              <Menu.GroupLabel className={styles.groupLabel}>Theme</Menu.GroupLabel>
              <Menu.RadioGroup value={theme} onValueChange={(value: ThemeChoice) => setTheme(value)}>
                {themes.map(([value, label]) => (
                  <Menu.RadioItem key={value} value={value} className={styles.item}>
                    <span className={styles.mark}>{theme === value && <Icon name="check" size={16} />}</span>
                    {label}
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
            </Menu.Group>
            <Menu.Separator className={styles.separator} />
            <Menu.Item className={styles.item} onClick={onProfile}><Icon name="person" size={16} />Your profile</Menu.Item>
            <Menu.Item className={styles.item} onClick={onHelp}>
              <Icon name="keyboard" size={16} />Keyboard shortcuts<kbd className={styles.key}>?</kbd>
            </Menu.Item>
            <Menu.Item className={styles.item} onClick={onLogOut}><Icon name="logOut" size={16} />Log out</Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => Array.from(word ?? '')[0] ?? '').join('').toUpperCase();
}
