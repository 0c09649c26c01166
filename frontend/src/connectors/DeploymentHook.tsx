import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Ago } from '../ui/Ago';
import { Button } from '../ui/Button';
import { Confirm } from '../ui/Confirm';
import { CopyBox } from '../ui/CopyBox';
import { Failure } from '../ui/Failure';
import list from '../ui/List.module.css';
import { Loaded } from '../ui/Loaded';
import { Panel } from '../ui/Panel';
import { hookScript } from './hookScript';
import { connectorKeys, hookQuery, makeHookSecret, removeHook } from './queries';

/** For everything that is no connected system: a script tells of its deployment itself. */
export function DeploymentHook({ mayChange }: { mayChange: boolean }) {
  const client = useQueryClient();
  const hook = useQuery(hookQuery);
  const onSettled = () => client.invalidateQueries({ queryKey: connectorKeys.hook });
  const making = useMutation({ mutationFn: makeHookSecret, onSettled });
  const removing = useMutation({ mutationFn: removeHook, onSuccess: () => making.reset(), onSettled });
  return (
    <Panel title="Deployment hook">
      <p className={list.facts}>Any other script tells of its deployments with one call.</p>
      <Loaded query={hook} what="The hook">
        {({ enabled, rotated_at, created_at }) => (
          <>
            <p role="status">{!enabled ? 'It is not switched on.' : <>On{(rotated_at ?? created_at) !== null && <>; its secret was made <Ago at={rotated_at ?? created_at ?? ''} /></>}.</>}</p>
            {making.data !== undefined && (
              <>
                <p>At the end of the script. It holds the secret, which is not shown again.</p>
                <CopyBox label="Deployment script" text={hookScript(new URL(making.data.webhook_url, window.location.origin).href, making.data.webhook_secret)} />
              </>
            )}
            {mayChange && (
              <div className={list.actions}>
                <Button busy={making.isPending} onClick={() => making.mutate()}>{enabled ? 'Make a new secret' : 'Switch the hook on'}</Button>
                {enabled && <Confirm action="Switch off" subject="the deployment hook" question="Switch the deployment hook off?" onConfirm={() => removing.mutate()}><p>Scripts that use it are refused at once.</p></Confirm>}
              </div>
            )}
          </>
        )}
      </Loaded>
      <Failure title="The hook was not changed" error={making.error ?? removing.error} />
    </Panel>
  );
}
