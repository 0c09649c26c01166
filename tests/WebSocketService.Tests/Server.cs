using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SreCopilot.Events;
using SreCopilot.Identity;
using StackExchange.Redis;

namespace SreCopilot.WebsocketService.Tests;

/// <summary>The real service on Kestrel, a real Redis, and an auth-service that revokes what the test wants.</summary>
internal sealed class Server : IAsyncDisposable
{
    private const string InternalKey = "tests sign their internal tokens with it";

    private readonly ConcurrentQueue<string> _revocations = [];
    private readonly WebApplicationFactory<Program> _factory;
    private readonly TestBackend _auth;
    private readonly IConnectionMultiplexer _redis;
    private long _lastId;

    private Server(WebApplicationFactory<Program> factory, TestBackend auth, IConnectionMultiplexer redis) => (_factory, _auth, _redis) = (factory, auth, redis);

    public Uri Address => _factory.ClientOptions.BaseAddress;

    public HttpClient Http { get; private set; } = null!;

    public IServiceProvider Services => _factory.Services;

    private EventLog Log => new(_redis, Options.Create(new EventOptions()));

    public static Task<Server> StartAsync(params (string Name, string Value)[] settings) => StartAsync(RedisServer.Shared, null, settings);

    public static async Task<Server> StartAsync(RedisServer redis, TimeProvider? time, params (string Name, string Value)[] settings)
    {
        var auth = await TestBackend.StartAsync();
        var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            host.UseUrls("http://127.0.0.1:0");
            host.UseSetting("ConnectionStrings:redis", redis.ConnectionString);
            host.UseSetting("JWT_SECRET_KEY", TestUser.AccessKey);
            host.UseSetting("INTERNAL_SERVICE_KEY", InternalKey);
            host.UseSetting("AUTH_SERVICE_URL", auth.Address);
            host.UseSetting("Revocations:PollSeconds", "0.05");
            host.UseSetting("WebSockets:SweepSeconds", "0.05");
            host.UseSetting("WebSockets:PollSeconds", "0.1");
            foreach (var (name, value) in settings)
            {
                host.UseSetting(name, value);
            }

            host.ConfigureLogging(logging => logging.ClearProviders());
            if (time is not null)
            {
                host.ConfigureTestServices(services => services.AddSingleton(time));
            }
        });
        factory.UseKestrel();
        factory.StartServer();
        var server = new Server(factory, auth, await ConnectionMultiplexer.ConnectAsync($"{redis.ConnectionString},abortConnect=false"));
        auth.Internal = context => context.Response.WriteAsync($$"""{"cursor":"1","revocations":[{{string.Join(',', server._revocations)}}]}""");
        server.Http = new HttpClient { BaseAddress = server.Address };
        await Wait.UntilAsync(async () => (await server.Http.GetAsync("/health", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        return server;
    }

    public void Revoke(string entry) => _revocations.Enqueue(entry);

    /// <summary>A client whose handshake was accepted.</summary>
    public Task<Client> OpenAsync(string? origin = null, int? receiveBuffer = null) => Client.OpenAsync(Address, origin, receiveBuffer);

    /// <summary>A client that is connected.</summary>
    public async Task<Client> ConnectAsync(TestUser user, long? lastEventId = null, int? receiveBuffer = null, TimeProvider? time = null)
    {
        var client = await OpenAsync(receiveBuffer: receiveBuffer);
        var last = lastEventId is { } id ? $",\"lastEventId\":{id}" : "";
        await client.SendAsync($$"""{"type":"connect","token":"{{user.Ticket(time)}}","tenantId":"{{user.TenantId}}","projectId":"{{user.ProjectId}}"{{last}}}""");
        Assert.Equal("connected", (await client.ReadAsync()).Type);
        return client;
    }

    /// <summary>What a relay does with events of a project.</summary>
    /// <returns>The id of the last one.</returns>
    public async Task<long> PublishAsync(TestUser user, int first, int count = 1, string channel = EventChannels.Incidents, string? data = null, Guid? logOf = null)
    {
        while (true)
        {
            var last = await Log.FindLastIdAsync();
            _lastId = Math.Max(Math.Max(last ?? 0, _lastId), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000);
            var events = Enumerable.Range(first, count).Select(number => new LoggedEvent(
                _lastId + 1 + number - first,
                channel,
                user.TenantId,
                logOf ?? user.ProjectId,
                EventEnvelope.Write(_lastId + 1 + number - first, "note.written", data ?? $"{number}", user.TenantId, user.ProjectId, DateTime.UtcNow))).ToList();
            // Other tests append to the same Redis.
            if (await Log.TryAppendAsync("tests", last, events))
            {
                return _lastId += count;
            }
        }
    }

    public static string InternalToken(Caller caller) => new InternalTokens(Options.Create(new InternalTokenOptions { Key = InternalKey }), TimeProvider.System).Issue(caller);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _factory.DisposeAsync();
        await _auth.DisposeAsync();
        await _redis.DisposeAsync();
    }
}
