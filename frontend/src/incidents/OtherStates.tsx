import { Menu } from '@base-ui/react/menu';
import type { State } from '../api/contract';
import { Icon } from '../ui/Icon';
import menu from '../ui/Menu.module.css';
import { stateViews } from './labels';

interface Props {
  states: readonly State[];
  disabled: boolean;
  onChoose: (state: State) => void;
}

export function OtherStates({ states, disabled, onChoose }: Props) {
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className={menu.trigger} disabled={disabled}>More<Icon name="chevronDown" size={16} /></Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} align="end" sideOffset={6} collisionPadding={8}>
          <Menu.Popup className={menu.popup}>
            {states.map((state) => (
              <Menu.Item key={state} className={menu.item} onClick={() => onChoose(state)}>
                <Icon name={stateViews[state].icon} size={16} />{stateViews[state].action}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
