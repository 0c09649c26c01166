namespace SreCopilot.AuditService.Chain;

/// <summary>The first thing that is wrong with a chain.</summary>
/// <param name="Sequence">Its place.</param>
/// <param name="Id">The entry; null when it is gone.</param>
/// <param name="Reason"><c>content_changed</c>, <c>link_broken</c>, <c>missing</c>, <c>truncated</c>, <c>unexpected</c>, <c>damaged</c>, <c>head_mismatch</c>,
/// <c>head_missing</c>, <c>head_signature</c> or <c>checkpoint_signature</c>.</param>
/// <param name="Detail">In words.</param>
internal sealed record BadEntry(long Sequence, Guid? Id, string Reason, string Detail);

/// <summary>A way along a chain that looks at every entry.</summary>
internal sealed class ChainWalk
{
    /// <summary>The place that comes next.</summary>
    public long Expected { get; set; }

    public long To { get; set; }

    /// <summary>The hash of the entry before; null when that is gone.</summary>
    public byte[]? Previous { get; set; }

    public long Checked { get; private set; }

    /// <summary>Follows entries that have no gap.</summary>
    public BadEntry? Follow(IEnumerable<LinkedEntry> links)
    {
        foreach (var (entry, previousHash, hash) in links)
        {
            if (!previousHash.AsSpan().SequenceEqual(Previous))
            {
                return new BadEntry(Expected, entry.Id, "link_broken", "The entry does not follow the one before it: one of the two was replaced, or they were moved.");
            }

            if (!hash.AsSpan().SequenceEqual(ChainHash.Of(previousHash, entry)))
            {
                return new BadEntry(Expected, entry.Id, "content_changed", "The entry is not what it was when it was written.");
            }

            if (entry.Action == DamageRecord.Action)
            {
                return new BadEntry(Expected, entry.Id, "damaged", "When this entry was written, the record of where the chain ends did not fit the chain. See its metadata.");
            }

            (Previous, Expected, Checked) = (hash, Expected + 1, Checked + 1);
        }

        return null;
    }
}
