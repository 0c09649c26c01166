import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { verdictsQuery } from '../incidents/queries';
import { useMayWrite } from '../session/useMayWrite';
import { Confirm } from '../ui/Confirm';
import { Failure } from '../ui/Failure';
import { Loaded } from '../ui/Loaded';
import { Panel } from '../ui/Panel';
import { Table } from '../ui/Table';
import { forget } from './queries';

const head = [['Cause'], ['Right', 'end'], ['Wrong', 'end'], ['Action']] as const;

/** What people said of likely causes, and so what the ranking of the project has learned. */
export function Learned() {
  const client = useQueryClient();
  const feedback = useQuery(verdictsQuery);
  const mayWrite = useMayWrite();
  const forgetting = useMutation({ mutationFn: forget, onSettled: () => client.invalidateQueries({ queryKey: verdictsQuery.queryKey }) });
  return (
    <Panel title="What the analysis has learned">
      <Loaded query={feedback} what="What was learned">
        {({ causes }) => causes.length === 0 ? <p role="status">Nobody has judged a likely cause yet: every incident offers to.</p> : (
          <Table label="Learned causes" head={head}>
            {causes.map(({ cause, accepted, rejected }) => (
              <tr key={cause}>
                <th scope="row">{cause.replaceAll('_', ' ')}</th><td data-align="end">{accepted}</td><td data-align="end">{rejected}</td>
                <td data-align="end">{mayWrite && <Confirm action="Forget" subject={cause} question="Forget what was learned of this cause?" onConfirm={() => forgetting.mutate(cause)}><p>The verdicts of all people about it are deleted.</p></Confirm>}</td>
              </tr>
            ))}
          </Table>
        )}
      </Loaded>
      <Failure title="It was not forgotten" error={forgetting.error} />
    </Panel>
  );
}
