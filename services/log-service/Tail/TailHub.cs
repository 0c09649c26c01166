using System.Text.Json;
using Microsoft.Extensions.Options;
using SreCopilot.Identity;
using SreCopilot.Revocations;
using StackExchange.Redis;

namespace SreCopilot.LogService.Tail;

/// <summary>Who looks on this replica. Listens to Redis for those projects only, repeats that they are looked at, and ends what access ended for.</summary>
internal sealed partial class TailHub(
    IConnectionMultiplexer redis, TailJson json, TailPublisher publisher, RevocationList revocations, IOptions<LogServiceOptions> options, TimeProvider time, ILogger<TailHub> logger)
    : BackgroundService
{
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<TailClient, DateTimeOffset> _clients = [];
    private readonly Dictionary<Guid, int> _projects = [];

    /// <summary>Adds a client unless there are too many.</summary>
    /// <returns>What is wrong; null when it takes part from now on.</returns>
    public async Task<string?> JoinAsync(TailClient client)
    {
        bool isFirst;
        lock (_gate)
        {
            if (_clients.Count >= options.Value.MaximumTails)
            {
                return "There are too many live tails at the moment. Try again later.";
            }

            if (_clients.Keys.Count(other => IsSamePerson(other.Caller, client.Caller)) >= options.Value.MaximumTailsPerUser)
            {
                return "You have too many live tails open. Close some first.";
            }

            _clients.Add(client, time.GetUtcNow().AddMinutes(options.Value.TailMinutes));
            isFirst = _projects.TryGetValue(client.ProjectId, out var users) is false;
            _projects[client.ProjectId] = users + 1;
        }

        try
        {
            if (isFirst)
            {
                await ListenAsync(client.ProjectId);
            }

            publisher.Want(client.ProjectId);
            await redis.GetSubscriber().PublishAsync(TailChannels.Wanted, client.ProjectId.ToString());
            return null;
        }
        catch
        {
            await LeaveAsync(client);
            throw;
        }
    }

    public async Task LeaveAsync(TailClient client)
    {
        lock (_gate)
        {
            if (!_clients.Remove(client) || --_projects[client.ProjectId] > 0)
            {
                return;
            }

            _projects.Remove(client.ProjectId);
        }

        try
        {
            await redis.GetSubscriber().UnsubscribeAsync(TailChannels.LinesOf(client.ProjectId));
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            LogAway(exception.Message);
        }

        // Somebody may have joined meanwhile.
        if (IsUsed(client.ProjectId))
        {
            await ListenAsync(client.ProjectId);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Sweep, TimeProvider.System);
        var repeatAt = time.GetUtcNow();
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                EndSessions();
                if (time.GetUtcNow() >= repeatAt)
                {
                    repeatAt = time.GetUtcNow() + TailChannels.Repeat;
                    Repeat();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }

        foreach (var client in Clients())
        {
            client.Stop(TailEnd.Restart);
        }
    }

    private static bool IsSamePerson(Caller one, Caller other) => one.Kind == other.Kind && one.UserId == other.UserId && one.TenantId == other.TenantId;

    private bool IsUsed(Guid project)
    {
        lock (_gate)
        {
            return _projects.ContainsKey(project);
        }
    }

    private List<TailClient> Clients()
    {
        lock (_gate)
        {
            return [.. _clients.Keys];
        }
    }

    private void EndSessions()
    {
        List<KeyValuePair<TailClient, DateTimeOffset>> clients;
        lock (_gate)
        {
            clients = [.. _clients];
        }

        var now = time.GetUtcNow();
        foreach (var (client, expires) in clients)
        {
            if (client.Caller.Kind == CallerKind.User && revocations.IsRevoked(client.Caller))
            {
                client.Stop(TailEnd.SessionEnded);
            }
            else if (expires <= now)
            {
                client.Stop(TailEnd.SessionExpired);
            }
        }
    }

    private void Repeat()
    {
        foreach (var project in Clients().Select(client => client.ProjectId).Distinct())
        {
            publisher.Want(project);
            try
            {
                redis.GetSubscriber().Publish(TailChannels.Wanted, project.ToString(), CommandFlags.FireAndForget);
            }
            catch (Exception exception) when (exception is RedisException or TimeoutException)
            {
                LogAway(exception.Message);
            }
        }
    }

    // A queue, because handlers would run at the same time and mix up the order.
    private async Task ListenAsync(Guid project) =>
        (await redis.GetSubscriber().SubscribeAsync(TailChannels.LinesOf(project))).OnMessage(message => Deliver(project, message.Message));

    private void Deliver(Guid project, RedisValue value)
    {
        TailMessage? message;
        try
        {
            message = json.Read<TailMessage>(((ReadOnlyMemory<byte>)value).Span);
        }
        catch (JsonException exception)
        {
            // Only this service writes there; a newer version may write otherwise.
            LogUnreadable(exception.Message);
            return;
        }

        foreach (var client in Clients().Where(client => client.ProjectId == project))
        {
            client.Offer(message!);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Live tails get nothing, Redis does not answer: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(LogLevel.Warning, "A message for live tails could not be read: {Reason}")]
    private partial void LogUnreadable(string reason);
}
