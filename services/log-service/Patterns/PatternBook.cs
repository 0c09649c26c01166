using SreCopilot.LogService.Ingest;
using SreCopilot.LogService.Patterns.Mining;

namespace SreCopilot.LogService.Patterns;

/// <summary>A project's patterns on this replica. Rows name patterns by ids that follow from their form, so replicas need not agree before they write.</summary>
internal sealed class PatternBook(int maximumPatterns)
{
    private readonly Lock _gate = new();
    private readonly PatternMiner _miner = new(maximumPatterns);
    private readonly Dictionary<Guid, Pattern> _unsaved = [];

    /// <summary>What other replicas changed is known up to here, by PostgreSQL's clock.</summary>
    public DateTimeOffset KnownUntil { get; private set; } = DateTimeOffset.UnixEpoch;

    /// <summary>When to look again.</summary>
    public DateTimeOffset RefreshAt { get; set; }

    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>The pattern of every line, null for an empty message.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="unsaved">What must be stored with them.</param>
    public Guid?[] Find(IReadOnlyList<NewLine> lines, out IReadOnlyCollection<Pattern> unsaved)
    {
        var found = new Guid?[lines.Count];
        lock (_gate)
        {
            for (var i = 0; i < found.Length; i++)
            {
                found[i] = _miner.Find(lines[i].Message)?.Id;
            }

            NoteChanges();
            unsaved = [.. _unsaved.Values];
        }

        return found;
    }

    /// <summary>Takes in what is stored, and notes what follows from it.</summary>
    public void Learn(IEnumerable<StoredPattern> patterns)
    {
        lock (_gate)
        {
            foreach (var stored in patterns)
            {
                _miner.Learn(Pattern.Load(stored.Key, stored.Text));
                KnownUntil = stored.ChangedAt > KnownUntil ? stored.ChangedAt : KnownUntil;
            }

            NoteChanges();
        }
    }

    /// <summary>They are in the database now.</summary>
    public void MarkStored(IReadOnlyCollection<Pattern> patterns)
    {
        if (patterns.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var pattern in patterns)
            {
                _unsaved.Remove(pattern.Id);
            }
        }
    }

    private void NoteChanges()
    {
        foreach (var pattern in _miner.TakeChanges())
        {
            _unsaved[pattern.Id] = pattern;
        }
    }
}

/// <summary>A row of <c>log_patterns</c>.</summary>
internal sealed record StoredPattern(string Key, string Text, DateTimeOffset ChangedAt);
