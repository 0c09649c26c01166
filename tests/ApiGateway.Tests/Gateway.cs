using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SreCopilot.Identity;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>The real gateway on a free port.</summary>
internal sealed class Gateway : WebApplicationFactory<Program>
{
    private const string Nowhere = "http://127.0.0.1:1";
    private static readonly string JwtKey = NewKey();
    private static readonly string InternalKey = NewKey();

    private readonly Dictionary<string, string> _settings = new()
    {
        ["JWT_SECRET_KEY"] = JwtKey,
        ["INTERNAL_SERVICE_KEY"] = InternalKey,
        ["ENCRYPTION_KEY"] = NewKey(),
        ["ConnectionStrings:redis"] = RedisServer.Shared.ConnectionString,
        ["ConnectionStrings:srecopilot"] = "Host=127.0.0.1;Port=1;Username=nobody;Password=tests need no database",
        ["Revocations:PollSeconds"] = "0.05",
        // Only a hang reaches it, however busy the machine is.
        ["RateLimits:TimeoutMilliseconds"] = "60000",
        ["RateLimits:GeneralPerMinute"] = "1000000",
        ["RateLimits:LoginPerMinute"] = "1000000",
        ["RateLimits:AiPerMinute"] = "1000000",
        ["RateLimits:WebhookPerMinute"] = "1000000",
        ["RateLimits:WebhookSenderPerMinute"] = "1000000",
        ["OutboundHttp:AllowedNetworks"] = "127.0.0.0/8,::1/128",
    };

    private readonly TimeProvider? _time;

    private Gateway(IEnumerable<(string, string)> settings, TimeProvider? time)
    {
        _time = time;
        foreach (var backend in Backend.All)
        {
            _settings[backend.Variable] = Nowhere;
        }

        foreach (var (name, value) in settings)
        {
            _settings[name] = value;
        }
    }

    public HttpClient Client { get; private set; } = null!;

    public static Gateway Start(TestBackend auth) => Start([("AUTH_SERVICE_URL", auth.Address)]);

    /// <summary>The gateway before it is started.</summary>
    public static Gateway Build(IEnumerable<(string Name, string Value)> settings) => new(settings, time: null);

    public static Gateway Start(IEnumerable<(string Name, string Value)> settings, TimeProvider? time = null)
    {
        var gateway = new Gateway(settings, time);
        // Not UseKestrel(0): that sets the port after the host was built, while Program may already be starting it.
        gateway.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        gateway.StartServer();
        gateway.Client = NewClient(gateway);
        return gateway;
    }

    /// <summary>The same as <see cref="Start(IEnumerable{ValueTuple{string, string}}, TimeProvider?)"/>, and waits until it is ready.</summary>
    public static async Task<Gateway> StartReadyAsync(params IEnumerable<(string Name, string Value)> settings)
    {
        var gateway = Start(settings);
        await Wait.UntilAsync(async () => (await gateway.SendAsync(HttpMethod.Get, "/health")).IsSuccessStatusCode);
        return gateway;
    }

    private static HttpClient NewClient(Gateway gateway)
    {
        // Without trace headers of its own: gateway and test share a process and so its listeners.
        var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null };
        return new HttpClient(handler) { BaseAddress = gateway.ClientOptions.BaseAddress };
    }

    /// <summary>An access token as auth-service signs it.</summary>
    public static string AccessToken(TestUser user, string? key = null, TimeSpan? lifetime = null, TimeProvider? time = null) =>
        Tokens(key, time).IssueAccess(user.ToCaller(), lifetime ?? TimeSpan.FromMinutes(5));

    /// <summary>Signs and verifies with the key of the tests, or another.</summary>
    public static AccessTokens Tokens(string? key = null, TimeProvider? time = null) =>
        new(Options.Create(new AccessTokenOptions { Key = key ?? JwtKey }), time ?? TimeProvider.System);

    /// <summary>The caller that the gateway told a backend about.</summary>
    public static async Task<Caller?> ReadCallerAsync(ReceivedRequest request) =>
        await new InternalTokens(Options.Create(new InternalTokenOptions { Key = InternalKey }), TimeProvider.System)
            .VerifyAsync(request.Headers[InternalTokens.HeaderName]);

    public static async Task<Caller?> ReadCallerAsync(Microsoft.AspNetCore.Http.HttpRequest request) =>
        await new InternalTokens(Options.Create(new InternalTokenOptions { Key = InternalKey }), TimeProvider.System)
            .VerifyAsync(request.Headers[InternalTokens.HeaderName].ToString());

    public static string NewKey() => Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(48));

    /// <summary>An empty JSON object is the body where the method has one.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params IEnumerable<(string Name, string Value)> headers) =>
        SendJsonAsync(method, path, method == HttpMethod.Get || method == HttpMethod.Delete ? null : "{}", headers);

    public Task<HttpResponseMessage> SendJsonAsync(HttpMethod method, string path, string? json, params IEnumerable<(string Name, string Value)> headers)
    {
        var request = new HttpRequestMessage(method, path);
        if (json is not null)
        {
            request.Content = new StringContent(json, MediaTypeHeaderValue.Parse("application/json"));
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(_settings.GetValueOrDefault("environment", "Production"));
        builder.UseSetting("Logging:LogLevel:Default", "None");
        foreach (var (name, value) in _settings)
        {
            builder.UseSetting(name, value);
        }

        if (_time is { } time)
        {
            builder.ConfigureTestServices(services => services.AddSingleton(time));
        }
    }

    protected override void Dispose(bool disposing)
    {
        Client?.Dispose();
        base.Dispose(disposing);
    }
}

internal sealed record TestUser(Guid Id, Guid TenantId, Guid ProjectId, string Email, Guid SessionId, string ProjectRole = "owner")
{
    public static TestUser New(string projectRole = "owner") =>
        new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), "ana@acme.io", Guid.NewGuid(), projectRole);

    public (string, string) Bearer => ("Authorization", $"Bearer {Gateway.AccessToken(this)}");

    public Caller ToCaller() => new()
    {
        Kind = CallerKind.User,
        UserId = Id,
        Email = Email,
        TenantId = TenantId,
        TenantRole = "admin",
        ProjectId = ProjectId,
        ProjectRole = ProjectRole,
        SessionId = SessionId,
    };
}
