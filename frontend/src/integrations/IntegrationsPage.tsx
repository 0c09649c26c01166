import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Integration, Project } from '../api/contract';
import { manages, useProject } from '../session/useProject';
import { Button } from '../ui/Button';
import { Confirm } from '../ui/Confirm';
import { Empty } from '../ui/Empty';
import { Failure } from '../ui/Failure';
import { Icon } from '../ui/Icon';
import list from '../ui/List.module.css';
import { Loaded } from '../ui/Loaded';
import { Page } from '../ui/Page';
import { IntegrationDialog } from './IntegrationDialog';
import { LatestDelivery } from './LatestDelivery';
import { deleteIntegration, integrationKeys, integrationsQuery } from './queries';
import { RotateSecret } from './RotateSecret';
import { senderOf } from './senders';

export function IntegrationsPage() {
  const context = useProject();
  const [isAdding, setIsAdding] = useState(false);
  const integrations = useQuery({ ...integrationsQuery(context?.project.id ?? ''), enabled: context !== null });
  if (context === null) return null;
  const { project } = context;
  const mayChange = manages(project.role);
  const add = <Button variant="primary" onClick={() => setIsAdding(true)}><Icon name="plus" size={16} />Connect a monitoring system</Button>;
  return (
    <Page title="Integrations" intro="Monitoring systems whose alerts become incidents." actions={mayChange && add}>
      <Loaded query={integrations} what="The integrations">
        {(data) => data.length === 0 ? (
          <Empty icon="plug" title="No monitoring system is connected yet">
            <p>{mayChange ? 'Connect Alertmanager, Prometheus, Grafana or anything that can send JSON: it takes one piece of configuration.' : 'An admin or owner of the project can connect one.'}</p>
          </Empty>
        ) : (
          <ul className={list.list} aria-label="Integrations">
            {data.map((integration) => <IntegrationRow key={integration.id} integration={integration} project={project} mayChange={mayChange} />)}
          </ul>
        )}
      </Loaded>
      <IntegrationDialog project={project} open={isAdding} onOpenChange={setIsAdding} />
    </Page>
  );
}

function IntegrationRow({ integration, project, mayChange }: { integration: Integration; project: Project; mayChange: boolean }) {
  const client = useQueryClient();
  const removing = useMutation({
    mutationFn: () => deleteIntegration(project.id, integration.id),
    onSettled: () => client.invalidateQueries({ queryKey: integrationKeys.all(project.id) }),
  });
  return (
    <li className={list.row}>
      <div className={list.what}>
        <h2 className={list.name}>{integration.name}</h2>
        <p className={list.facts}>{senderOf(integration.integration_type)?.label ?? integration.integration_type_display}{integration.url !== '' && ` · ${integration.url}`}</p>
        <LatestDelivery projectId={project.id} integrationId={integration.id} />
        <Failure title="The integration was not removed" error={removing.error} />
      </div>
      {mayChange && (
        <>
          {integration.webhook_url !== null && <RotateSecret project={project} integration={integration} />}
          <Confirm action="Remove" subject={integration.name} question={`Remove ${integration.name}?`} onConfirm={removing.mutate}>
            <p>Its alerts are refused at once. What it reported stays in the history.</p>
          </Confirm>
        </>
      )}
    </li>
  );
}
