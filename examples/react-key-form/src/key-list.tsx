import { FailureMessage } from './failure-message.tsx';
import type { useKeys } from './use-keys.ts';

type KeyListProps = Omit<ReturnType<typeof useKeys>, 'add'>;

/** The keys that were loaded, with a button for the next page. */
export function KeyList({ keys, hasMore, isStarted, failure, isLoading, loadMore }: KeyListProps) {
  return (
    <section aria-labelledby="list" aria-busy={isLoading}>
      <h2 id="list">Your keys</h2>
      {keys.length > 0 && (
        <table aria-labelledby="list">
          <thead>
            <tr>
              <th scope="col">Key id</th>
              <th scope="col">Description</th>
              <th scope="col">Key spec</th>
              <th scope="col">State</th>
              <th scope="col">Created</th>
            </tr>
          </thead>
          <tbody>
            {keys.map(({ id, keyId, description, keySpec, keyState, creationDate }) => (
              <tr key={id}>
                <td>{keyId}</td>
                <td>{description}</td>
                <td>{keySpec}</td>
                <td>{keyState}</td>
                <td>
                  <time dateTime={creationDate}>{new Date(creationDate).toLocaleString()}</time>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {isStarted && keys.length === 0 && <p>There are no keys.</p>}
      {failure && <FailureMessage {...failure} />}
      {hasMore && (
        <button type="button" onClick={loadMore} disabled={isLoading}>
          {isLoading ? 'Loading…' : isStarted ? 'Load more' : 'List keys'}
        </button>
      )}
    </section>
  );
}
