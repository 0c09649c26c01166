using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using SreCopilot.Database;
using SreCopilot.Identity;
using SreCopilot.ServiceDefaults;

namespace SreCopilot.Audit.Tests;

/// <summary>One replica of a small service whose endpoints write entries, or forget to.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly WebApplication _app;
    // Without trace headers of its own: shop and test share a process and so its listeners.
    private readonly HttpClient _http = new(new SocketsHttpHandler { ActivityHeadersPropagator = null });

    private Shop(WebApplication app) => _app = app;

    public static Caller Ana { get; } = new()
    {
        Kind = CallerKind.User,
        UserId = Guid.NewGuid(),
        Email = "ana@acme.example",
        TenantId = Guid.NewGuid(),
        TenantRole = "engineer",
        ProjectId = Guid.NewGuid(),
        ProjectRole = "engineer",
        ClientAddress = "203.0.113.9",
    };

    public static async Task<Shop> StartAsync(string database, string auditService, TimeProvider? time = null, params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = "shop-service", EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration["ConnectionStrings:srecopilot"] = database;
        builder.Configuration["INTERNAL_SERVICE_KEY"] = "tests sign their internal tokens with it";
        builder.Configuration["AUDIT_SERVICE_URL"] = auditService;
        builder.Configuration["Audit:PollSeconds"] = "0.05";
        builder.Configuration["Audit:TallySeconds"] = "0.05";
        builder.Configuration["Audit:LongestPauseSeconds"] = "0.2";
        builder.Configuration["Audit:LeaseSeconds"] = "2";
        builder.Configuration["Database:ConnectTimeoutSeconds"] = "60";
        foreach (var (name, value) in settings)
        {
            builder.Configuration[name] = value;
        }

        builder.AddServiceDefaults();
        builder.AddCallerIdentity();
        builder.AddDatabase("shop", typeof(Shop).Assembly);
        builder.AddAudit();
        builder.Logging.ClearProviders();
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        var app = builder.Build();
        app.MapDefaultEndpoints();
        Map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var shop = new Shop(app);
        await Wait.UntilAsync(async () => await shop.IsReadyAsync());
        return shop;
    }

    public async Task<bool> IsReadyAsync() =>
        (await _app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Tags.Contains("ready"), TestContext.Current.CancellationToken)).Status == HealthStatus.Healthy;

    public async Task<HttpStatusCode> SendAsync(HttpMethod method, string path, Caller? caller)
    {
        using var request = new HttpRequestMessage(method, new Uri(new Uri(_app.Urls.Single()), path));
        request.Headers.TryAddWithoutValidation("User-Agent", "tests/1.0");
        request.Headers.TryAddWithoutValidation("X-Request-Id", "request-1");
        request.Headers.TryAddWithoutValidation("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        if (caller is not null)
        {
            request.Headers.TryAddWithoutValidation(InternalTokens.HeaderName, _app.Services.GetRequiredService<InternalTokens>().Issue(caller));
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    public async Task<long> CountAsync(Sql query)
    {
        await using var session = await _app.Services.GetRequiredService<ServiceDatabase>().OpenAsSystemAsync(TestContext.Current.CancellationToken);
        return await session.SingleOrDefaultAsync(query, row => row.GetInt64(0), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private static void Map(WebApplication app)
    {
        app.MapPut("/things/{thing_id}/paint", PaintAsync).Audited("thing.paint", "thing");
        app.MapPost("/things/{thing_id}/forgotten", () => Results.Ok()).Audited("thing.forget", "thing");
        app.MapDelete("/things/{thing_id}", () => Results.NotFound()).Audited("thing.delete", "thing");
        app.MapPost("/unnamed/{thing_id}", () => Results.Ok()).WithName("do_something");
        app.MapPost("/broken", BreakAsync).Audited("thing.break", "thing");
        app.MapPost("/query", () => Results.Ok()).NotAudited("A question.");
        app.MapPost("/elsewhere", (HttpContext http) => http.SkipAudit());
        app.MapPost("/sign-in", (HttpContext http) =>
        {
            http.DescribeAudit(new AuditEntry { Actor = new AuditActor(Ana.TenantId, "anonymous", "ana", "ana@acme.example", null), Error = "wrong password" });
            return Results.Unauthorized();
        }).Audited("user.login", "user");
        app.MapGet("/things", () => Results.Ok());
        app.MapGet("/forbidden", () => Results.Forbid()).Audited("thing.look", "thing");
        app.MapGet("/denied", () => Results.StatusCode(403));
        app.MapPost("/use", (HttpContext http, AuditLog audit) =>
        {
            http.SkipAudit();
            audit.Count(http, new TallyKey("key.use", Guid.Empty, "203.0.113.9"), static _ => new AuditEntry { Action = "key.use", ResourceType = "key" });
        });
    }

    private static async Task<IResult> PaintAsync(HttpContext http, ServiceDatabase database, AuditLog audit, CancellationToken cancel)
    {
        var id = (string)http.Request.RouteValues["thing_id"]!;
        var caller = http.GetCaller();
        await using var session = await database.OpenAsync(caller, cancel);
        await session.ExecuteAsync($"insert into things (id, tenant_id, color) values ({id}, {caller.TenantId}, 'red') on conflict do nothing", cancel);
        audit.Add(session, http, new AuditEntry
        {
            Before = new AuditFields { { "color", "blue" }, { "size", 3 }, { "api_key", "srec_secret" } },
            After = new AuditFields { { "color", "red\u0000\ud800" }, { "size", 3 }, { "api_key", "srec_other" }, { "labels", ["a", "b"] } },
        });
        await session.CommitAsync(cancel);
        return Results.Ok();
    }

    // The entry is written, and then the change fails.
    private static async Task BreakAsync(HttpContext http, ServiceDatabase database, AuditLog audit, CancellationToken cancel)
    {
        await using var session = await database.OpenAsync(http.GetCaller(), cancel);
        audit.Add(session, http, new AuditEntry());
        throw new InvalidOperationException("secret of the exception");
    }
}
