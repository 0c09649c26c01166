import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { describe } from '../api/error';
import type { Activity, Incident } from '../api/contract';
import { Ago } from '../ui/Ago';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { Notice } from '../ui/Notice';
import { Panel } from '../ui/Panel';
import { Pending } from '../ui/Pending';
import { TextArea } from '../ui/TextArea';
import { iconOf } from './labels';
import { comment, incidentKeys, storyQuery } from './queries';
import styles from './Story.module.css';

/** What happened and what people said, the newest first. */
export function Story({ incident, mayWrite }: { incident: Incident; mayWrite: boolean }) {
  const { data, error } = useQuery(storyQuery(incident.id));
  return (
    <Panel title="Timeline">
      {mayWrite && <CommentBox incident={incident} />}
      {error !== null && <Notice tone="warn" role="status" title="The timeline could not be read">{describe(error)}</Notice>}
      {data === undefined ? error === null && <Pending />
        : <ol className={styles.list} aria-label="What happened, the newest first">{data.map((activity) => <StoryItem key={activity.id} activity={activity} />)}</ol>}
    </Panel>
  );
}

function StoryItem({ activity }: { activity: Activity }) {
  return (
    <li className={styles.item} data-type={activity.activity_type}>
      <span className={styles.icon}><Icon name={iconOf(activity)} size={15} /></span>
      <div>
        <p className={styles.who}><strong>{activity.user_name}</strong> <Ago at={activity.created_at} /></p>
        <p className={styles.content}>{activity.content}</p>
      </div>
    </li>
  );
}

function CommentBox({ incident }: { incident: Incident }) {
  const client = useQueryClient();
  const [text, setText] = useState('');
  const adding = useMutation({
    mutationFn: () => comment(incident.id, text.trim()),
    onSuccess: async () => {
      setText('');
      await client.invalidateQueries({ queryKey: incidentKeys.story(incident.id) });
    },
  });
  const send = () => {
    if (text.trim() !== '' && !adding.isPending) adding.mutate();
  };
  return (
    <form className={styles.form} onSubmit={(event) => {
      event.preventDefault();
      send();
    }}>
      <TextArea label="Comment" value={text} maxLength={5000} rows={2} onChange={setText} placeholder="What did you see, try or decide?"
        onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && send()} />
      {adding.isError && <Notice tone="bad" title="The comment was not added">{describe(adding.error)}</Notice>}
      <Button type="submit" busy={adding.isPending} disabled={text.trim() === ''}>Add comment</Button>
    </form>
  );
}
