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

    public static Gateway Start(IEnumerable<(string Name, string Value)> settings, TimeProvider? time = null)
    {
        var gateway = new Gateway(settings, time);
        // Not UseKestrel(0): that sets the port after the host was built, while Program may already be starting it.
        gateway.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        gateway.StartServer();
        // Without trace headers of its own: gateway and test share a process and so its listeners.
        var handler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null };
        gateway.Client = new HttpClient(handler) { BaseAddress = gateway.ClientOptions.BaseAddress };
        return gateway;
    }

    /// <summary>An access token as auth-service signs it.</summary>
    public static string AccessToken(TestUser user, string type = "access", DateTimeOffset? expires = null, string? key = null) =>
        new AccessTokens(Options.Create(new AccessTokenOptions { Key = key ?? JwtKey }), TimeProvider.System).Sign(
            type,
            new Dictionary<string, object>
            {
                ["sub"] = user.Id.ToString(),
                ["email"] = user.Email,
                ["tenant_id"] = user.TenantId.ToString(),
                ["role"] = "admin",
                ["project_id"] = user.ProjectId.ToString(),
                ["project_role"] = "owner",
                ["jti"] = user.SessionId,
            },
            expires ?? DateTimeOffset.UtcNow.AddMinutes(5));

    /// <summary>The caller that the gateway told a backend about.</summary>
    public static async Task<Caller?> ReadCallerAsync(ReceivedRequest request) =>
        await new InternalTokens(Options.Create(new InternalTokenOptions { Key = InternalKey }), TimeProvider.System)
            .VerifyAsync(request.Headers[InternalTokens.HeaderName]);

    public static string NewKey() => Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(48));

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params IEnumerable<(string Name, string Value)> headers)
    {
        var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post)
        {
            request.Content = new StringContent("{}", MediaTypeHeaderValue.Parse("application/json"));
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Production");
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

internal sealed record TestUser(Guid Id, Guid TenantId, Guid ProjectId, string Email, string SessionId)
{
    public static TestUser New() => new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), "ana@acme.io", Guid.NewGuid().ToString("N"));
}
