using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using SreCopilot.Identity;
using SreCopilot.IncidentService.Activities;
using SreCopilot.Peers;

namespace SreCopilot.IncidentService.Peers;

/// <summary>A project, as far as this service needs to know it.</summary>
internal sealed record Project(string Timezone);

/// <summary>A member of a project.</summary>
internal sealed record Member(Guid UserId, string UserName, string UserEmail);

/// <summary>
/// The time zone and the members of projects. auth-service is asked with the caller's own rights, at most once a minute and
/// project; what it said last counts while it cannot be reached, so incidents can be worked on without it.
/// </summary>
internal sealed partial class ProjectDirectory(PeerClient peers, IOptions<PeerOptions> options, TimeProvider time, ILogger<ProjectDirectory> logger)
{
    private const int MostProjects = 10_000;
    private const string FallbackTimezone = "UTC";

    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<Guid, Facts> _known = new();

    /// <summary>An IANA name; UTC while nothing is known.</summary>
    public async Task<string> FindTimezoneAsync(Caller caller, CancellationToken cancel) =>
        (await LookAsync(caller, mustBeFresh: false, cancel)).Timezone ?? FallbackTimezone;

    /// <summary>Who is calling, with a name where it is known.</summary>
    public async Task<Author> FindAuthorAsync(Caller caller, CancellationToken cancel)
    {
        if (caller is not { Kind: CallerKind.User, UserId: { } id })
        {
            return Author.System;
        }

        var member = (await LookAsync(caller, mustBeFresh: false, cancel)).Find(id);
        var email = caller.Email ?? "";
        return new Author(id, member?.UserName ?? email, email);
    }

    /// <summary>A member of the caller's project.</summary>
    /// <returns>The member, or null for nobody; not known when auth-service cannot be asked.</returns>
    public async Task<(Member? Member, bool IsKnown)> FindMemberAsync(Caller caller, Guid userId, CancellationToken cancel)
    {
        var facts = await LookAsync(caller, mustBeFresh: false, cancel);
        if (facts.Find(userId) is { } member)
        {
            return (member, true);
        }

        // Perhaps one who joined within the last minute.
        facts = await LookAsync(caller, mustBeFresh: true, cancel);
        return (facts.Find(userId), facts.IsFresh);
    }

    private async Task<Facts> LookAsync(Caller caller, bool mustBeFresh, CancellationToken cancel)
    {
        var projectId = caller.ProjectId!.Value;
        var now = time.GetUtcNow();
        var known = _known.GetValueOrDefault(projectId) ?? Facts.None;
        // auth-service answers users only.
        if (caller.Kind != CallerKind.User || (!mustBeFresh && now < known.AskAgainAt))
        {
            return known with { IsFresh = false };
        }

        var root = new Uri(options.Value.AuthService, $"/projects/{projectId}");
        var asked = peers.GetAsync(root, caller, IncidentJson.Default.Project, Deadline, cancel);
        var (members, status, problem) = await peers.GetAsync(new Uri($"{root}/members"), caller, IncidentJson.Default.IReadOnlyListMember, Deadline, cancel);
        var (project, _, _) = await asked;
        if (members is null || project is null)
        {
            LogUnknown(problem ?? $"HTTP {(int?)status}");
        }

        if (_known.Count > MostProjects)
        {
            _known.Clear();
        }

        return _known[projectId] = members is null || project is null
            ? known with { AskAgainAt = now + PauseAfterFailure, IsFresh = false }
            : new Facts(project.Timezone, members, now + Freshness, IsFresh: true);
    }

    [LoggerMessage(LogLevel.Warning, "auth-service did not tell about a project: {Problem}. Going on with what it said last")]
    private partial void LogUnknown(string problem);

    private sealed record Facts(string? Timezone, IReadOnlyList<Member> Members, DateTimeOffset AskAgainAt, bool IsFresh)
    {
        public static Facts None { get; } = new(null, [], DateTimeOffset.MinValue, IsFresh: false);

        public Member? Find(Guid userId) => Members.FirstOrDefault(member => member.UserId == userId);
    }
}
