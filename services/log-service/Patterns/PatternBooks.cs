using Microsoft.Extensions.Options;
using SreCopilot.Database;

namespace SreCopilot.LogService.Patterns;

/// <summary>The pattern books of the projects that sent lines lately; others are read again when they do.</summary>
internal sealed class PatternBooks(ServiceDatabase database, IOptions<LogServiceOptions> options, TimeProvider time)
{
    // After this time a book is made anew from the patterns of the last day: those that nobody uses leave memory.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(6);
    private static readonly TimeSpan Recent = TimeSpan.FromDays(1);

    // Transactions commit a little after the time that they write.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, LinkedListNode<(Guid Project, PatternBook Book)>> _books = [];
    private readonly LinkedList<(Guid Project, PatternBook Book)> _used = [];

    public async Task<PatternBook> OpenAsync(Guid projectId, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (Find(projectId) is { } known && known.OpenedAt + Lifetime > now)
        {
            if (known.RefreshAt <= now)
            {
                known.RefreshAt = now.AddSeconds(options.Value.PatternRefreshSeconds);
                await LearnAsync(projectId, known, known.KnownUntil - Overlap, cancel);
            }

            return known;
        }

        var book = new PatternBook(options.Value.MaximumPatterns) { OpenedAt = now, RefreshAt = now.AddSeconds(options.Value.PatternRefreshSeconds) };
        await LearnAsync(projectId, book, null, cancel);
        return Keep(projectId, book);
    }

    private async Task LearnAsync(Guid projectId, PatternBook book, DateTimeOffset? changedSince, CancellationToken cancel)
    {
        // On behalf of the project whose lines come in.
        await using var session = await database.OpenAsync(new CallerScope(Guid.Empty, projectId), cancel);
        var since = time.GetUtcNow() - Recent;
        Sql wanted = changedSince is { } moment
            ? (Sql)$"p.changed_at > {moment}"
            : (Sql)$"(p.changed_at > {since} or p.id in (select h.pattern from log_pattern_hours h where h.project_id = {projectId} and h.time > {since}))";
        book.Learn(await session.ListAsync(
            $"""
            select p.key, p.text, p.changed_at from log_patterns p
            where p.project_id = {projectId} and p.merged_into is null and {wanted}
            order by p.changed_at desc, p.id limit {options.Value.MaximumPatterns}
            """,
            row => new StoredPattern(row.GetString(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2)),
            cancel));
    }

    private PatternBook? Find(Guid projectId)
    {
        lock (_gate)
        {
            if (!_books.TryGetValue(projectId, out var node))
            {
                return null;
            }

            _used.Remove(node);
            _used.AddFirst(node);
            return node.Value.Book;
        }
    }

    private PatternBook Keep(Guid projectId, PatternBook book)
    {
        lock (_gate)
        {
            if (_books.Remove(projectId, out var old))
            {
                _used.Remove(old);
                if (old.Value.Book.OpenedAt >= book.OpenedAt)
                {
                    // Another request was faster.
                    book = old.Value.Book;
                }
            }

            _books[projectId] = _used.AddFirst((projectId, book));
            if (_used.Count > options.Value.PatternProjects)
            {
                _books.Remove(_used.Last!.Value.Project);
                _used.RemoveLast();
            }

            return book;
        }
    }
}
