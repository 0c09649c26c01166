using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace SreCopilot.Events;

/// <summary>
/// The events in Redis. <c>events:log:PROJECT</c> is a sorted set of the project's latest events by id, <c>events:last</c> the
/// highest id of all, <c>events:sent</c> how far each service's outbox has been handed over. The three change together
/// (MULTI), so a Redis that comes back with older data still tells the truth about what it has.
/// </summary>
public sealed class EventLog(IConnectionMultiplexer redis, IOptions<EventOptions> options)
{
    private const char Separator = '\n';
    private static readonly RedisKey LastKey = "events:last";
    private static readonly RedisKey SentKey = "events:sent";

    private readonly EventOptions _options = options.Value;

    /// <summary>Calls back for each event as it is published. That is only a hint, what counts is the log: messages are lost
    /// while the connection is, so look at <see cref="FindLastIdAsync()"/> now and then.</summary>
    /// <param name="published">Gets project and id; must not block.</param>
    /// <returns>A task that ends when Redis confirmed.</returns>
    public async Task SubscribeAsync(Action<Guid, long> published)
    {
        ArgumentNullException.ThrowIfNull(published);
        var subscriber = redis.GetSubscriber();
        foreach (var channel in EventChannels.All)
        {
            await subscriber.SubscribeAsync(RedisChannel.Literal(channel), (_, message) =>
            {
                if (EventEnvelope.FindPlace(((ReadOnlyMemory<byte>)message).Span) is var (_, project, id))
                {
                    published(project, id);
                }
            });
        }
    }

    /// <summary>The highest id in Redis; null when there is none.</summary>
    public async Task<long?> FindLastIdAsync() => Number(await redis.GetDatabase().StringGetAsync(LastKey));

    /// <summary>The highest id of a project; null when its log is empty.</summary>
    public async Task<long?> FindLastIdAsync(Guid projectId)
    {
        var entries = await redis.GetDatabase().SortedSetRangeByRankWithScoresAsync(LogKey(projectId), -1, -1);
        return entries is [var last] ? (long)last.Score : null;
    }

    /// <summary>Reads a project's events in the order of their ids.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="after">The id of the last event that is known; 0 for all there are.</param>
    /// <param name="most">Not more than so many.</param>
    public async Task<IReadOnlyList<LoggedEvent>> ReadAfterAsync(Guid projectId, long after, int most = int.MaxValue) =>
        [.. (await redis.GetDatabase().SortedSetRangeByScoreWithScoresAsync(LogKey(projectId), after, exclude: Exclude.Start, take: most)).Select(Read).OfType<LoggedEvent>()];

    /// <summary>Whether the log reaches back to an event, so that everything after it can be read.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="id">The event; 0 for the project's first.</param>
    public async Task<bool> ReachesBackToAsync(Guid projectId, long id) => id == 0
        ? await redis.GetDatabase().SortedSetLengthAsync(LogKey(projectId)) < _options.LogLength
        : await redis.GetDatabase().SortedSetLengthAsync(LogKey(projectId), id, id) > 0;

    /// <summary>What Redis has.</summary>
    /// <returns>The highest id of all, and that of a service; null is none.</returns>
    internal async Task<(long? Last, long? Sent)> ReadHeadAsync(string source)
    {
        var database = redis.GetDatabase();
        var (last, sent) = (database.StringGetAsync(LastKey), database.HashGetAsync(SentKey, source));
        return (Number(await last), Number(await sent));
    }

    /// <summary>Appends events, all or none.</summary>
    /// <param name="source">The service.</param>
    /// <param name="last">What was the highest id when the turn began.</param>
    /// <param name="events">In the order of their ids.</param>
    /// <returns>False when somebody else has appended meanwhile: the turn is lost.</returns>
    internal async Task<bool> TryAppendAsync(string source, long? last, IReadOnlyList<LoggedEvent> events)
    {
        var database = redis.GetDatabase();
        var change = database.CreateTransaction();
        change.AddCondition(last is { } known ? Condition.StringEqual(LastKey, known) : Condition.KeyNotExists(LastKey));
        var results = new List<Task>();
        foreach (var entry in events)
        {
            results.Add(change.SortedSetAddAsync(LogKey(entry.ProjectId), entry.Channel + Separator + entry.Envelope, entry.Id));
        }

        foreach (var project in events.Select(entry => entry.ProjectId).Distinct())
        {
            results.Add(change.SortedSetRemoveRangeByRankAsync(LogKey(project), 0, -_options.LogLength - 1));
            results.Add(change.KeyExpireAsync(LogKey(project), TimeSpan.FromHours(_options.LogHours)));
        }

        var highest = events[^1].Id;
        results.Add(change.StringSetAsync(LastKey, Math.Max(last ?? 0, highest)));
        results.Add(change.HashSetAsync(SentKey, source, highest));
        if (!await change.ExecuteAsync())
        {
            return false;
        }

        await Task.WhenAll(results);
        await Task.WhenAll(events.Select(entry => database.PublishAsync(RedisChannel.Literal(entry.Channel), entry.Envelope)));
        return true;
    }

    private static RedisKey LogKey(Guid projectId) => $"events:log:{projectId}";

    private static long? Number(RedisValue value) =>
        long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    // Null for what somebody else put there.
    private static LoggedEvent? Read(SortedSetEntry entry)
    {
        var text = entry.Element.ToString();
        var end = text.IndexOf(Separator, StringComparison.Ordinal);
        return end > 0 && EventEnvelope.FindPlace(Encoding.UTF8.GetBytes(text[(end + 1)..])) is var (tenant, project, id)
            ? new LoggedEvent(id, text[..end], tenant, project, text[(end + 1)..])
            : null;
    }
}
