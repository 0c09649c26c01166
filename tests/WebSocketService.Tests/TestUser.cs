using Microsoft.Extensions.Options;
using SreCopilot.Identity;

namespace SreCopilot.WebsocketService.Tests;

/// <summary>Somebody who is signed in, with tickets as auth-service gives them.</summary>
internal sealed record TestUser(Guid Id, Guid TenantId, Guid ProjectId, Guid SessionId)
{
    public const string AccessKey = "tests sign their access tokens with this";

    public static TestUser New() => new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());

    public TestUser Colleague() => this with { Id = Guid.NewGuid(), SessionId = Guid.NewGuid() };

    public string Ticket(TimeProvider? time = null, string key = AccessKey) => Tokens(time, key).IssueWebSocketTicket(Caller, TimeSpan.FromSeconds(60));

    public string AccessToken() => Tokens().IssueAccess(Caller, TimeSpan.FromMinutes(30));

    private Caller Caller => new()
    {
        Kind = CallerKind.User,
        UserId = Id,
        TenantId = TenantId,
        ProjectId = ProjectId,
        SessionId = SessionId,
        Email = "ana@acme.io",
        TenantRole = "engineer",
        ProjectRole = "viewer",
    };

    private static AccessTokens Tokens(TimeProvider? time = null, string key = AccessKey) =>
        new(Options.Create(new AccessTokenOptions { Key = key }), time ?? TimeProvider.System);
}
