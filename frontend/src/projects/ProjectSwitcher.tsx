import { Menu } from '@base-ui/react/menu';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { api } from '../api/client';
import { describe } from '../api/error';
import type { Me } from '../api/contract';
import { currentProject } from '../session/session';
import { Icon } from '../ui/Icon';
import menu from '../ui/Menu.module.css';
import { Notice } from '../ui/Notice';
import styles from './ProjectSwitcher.module.css';

/** Everything that is shown belongs to the project that is chosen here. */
export function ProjectSwitcher({ me, onSwitched }: { me: Me; onSwitched?: () => void }) {
  const client = useQueryClient();
  const router = useRouter();
  const project = currentProject(me);
  const switching = useMutation({
    mutationFn: (id: string) => api.post('/api/v1/auth/switch-project', { body: { project_id: id } }),
    onSuccess: async () => {
      // Nothing of the other project may stay on the page.
      await router.navigate({ to: '/incidents' });
      await client.resetQueries();
      onSwitched?.();
    },
  });
  if (project === undefined) return null;
  return (
    <>
      <Menu.Root modal={false}>
        <Menu.Trigger className={styles.trigger} aria-label={`Project ${project.name}, change`} disabled={switching.isPending}>
          <Icon name="folder" size={16} /><span className={styles.name}>{project.name}</span><Icon name="chevrons" size={16} />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={menu.positioner} align="start" sideOffset={6} collisionPadding={8}>
            <Menu.Popup className={menu.popup} aria-label="Projects">
              <Menu.RadioGroup value={project.id} onValueChange={(id: string) => id !== project.id && switching.mutate(id)}>
                {me.projects.map(({ id, name, role }) => (
                  <Menu.RadioItem key={id} value={id} closeOnClick className={menu.item}>
                    <span className={menu.mark}>{id === project.id && <Icon name="check" size={16} />}</span>
                    <span className={styles.option}>{name}<span className={styles.role}>{role}</span></span>
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {switching.isError && <Notice tone="bad" title="The project was not changed">{describe(switching.error)}</Notice>}
    </>
  );
}
