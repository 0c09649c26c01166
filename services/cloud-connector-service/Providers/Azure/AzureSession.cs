using System.Net.Http.Headers;
using System.Text.Json;
using SreCopilot.Connectors;
using SreCopilot.OutboundHttp;

namespace SreCopilot.CloudConnectorService.Providers.Azure;

/// <summary>One subscription of Azure.</summary>
internal sealed class AzureSession : ICloudSession
{
    private readonly CloudHttp _http;
    private readonly ProviderOptions _options;
    private readonly CloudCredentials _credentials;
    private readonly string _subscription;
    private readonly TimeProvider _time;
    private readonly PassportHolder<string> _passport;
    private Dictionary<string, string>? _powerStates;

    public AzureSession(CloudHttp http, ProviderOptions options, CloudCredentials credentials, string subscription, TimeProvider time)
    {
        (_http, _options, _credentials, _subscription, _time) = (http, options, credentials, subscription, time);
        _passport = new PassportHolder<string>(GetTokenAsync, time);
    }

    public IReadOnlyList<Part> Parts { get; } = [.. AzureListings.All.Select(listing => new Part(listing.Kind, listing.Type, Part.Everywhere, listing.Permission))];

    public async Task<ProviderResult<CloudIdentity>> IdentifyAsync(CancellationToken cancel)
    {
        var (answer, fault) = await GetAsync($"/subscriptions/{_subscription}?api-version=2022-12-01", "Microsoft.Resources/subscriptions/read", cancel);
        return answer is null ? fault! : new CloudIdentity(SubscriptionId: answer.Body.Line("subscriptionId") is { Length: > 0 } id ? id : _subscription);
    }

    public async Task<ProviderResult<Page<CloudResource>>> ListAsync(Part part, string? cursor, int limit, CancellationToken cancel)
    {
        var listing = AzureListings.Of(part.Type);
        if (part.Type == AzureListings.VirtualMachine && _powerStates is null && await ReadPowerStatesAsync(part, cancel) is { } problem)
        {
            return problem;
        }

        var (answer, fault) = await GetPageAsync(listing.Path, cursor, part.Permission, cancel);
        if (answer is null)
        {
            return fault!;
        }

        var items = answer.Body.Items("value").Where(item => AzureListings.IsIdOf(item.Line(1000, "id"), _subscription)).ToList();
        var next = NextOf(answer.Body);
        if (part.Type != AzureListings.Database)
        {
            return new Page<CloudResource>([.. items.Select(item => listing.Read(item, StateOf(item)))], next);
        }

        var databases = new List<CloudResource>();
        foreach (var server in items)
        {
            string? more = null;
            for (var pages = 0; pages == 0 || (more is not null && pages < 20); pages++)
            {
                (answer, fault) = await GetPageAsync($"{AzureListings.PathOf(server.Line(1000, "id"))}/databases?api-version=2021-11-01", more, "Microsoft.Sql/servers/databases/read", cancel);
                if (answer is null)
                {
                    return fault!;
                }

                databases.AddRange(answer.Body.Items("value").Where(item => AzureListings.IsIdOf(item.Line(1000, "id"), _subscription) && item.Line("name") != "master").Select(item => listing.Read(item, "")));
                more = NextOf(answer.Body);
            }
        }

        return new Page<CloudResource>(databases, next);
    }

    public async Task<ProviderResult<IReadOnlyList<Measurement>>> MeasureAsync(
        Part part, IReadOnlyList<CloudResource> resources, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var found = new List<Measurement>();
        foreach (var region in AzureMonitor.Measures(part.Type) ? resources.Select(resource => resource.Region).Distinct() : [])
        {
            var (answer, fault) = await GetAsync(AzureMonitor.PathOf(_subscription, part.Type, region, from, to), "Microsoft.Insights/metrics/read", cancel);
            if (answer is null)
            {
                return fault!;
            }

            AzureMonitor.Read(answer.Body, found);
        }

        return found;
    }

    public void Dispose() => _passport.Dispose();

    // The list of machines does not say which of them run; this one says nothing else.
    private async Task<Fault?> ReadPowerStatesAsync(Part part, CancellationToken cancel)
    {
        var states = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? cursor = null;
        for (var pages = 0; pages == 0 || (cursor is not null && pages < 100); pages++)
        {
            var (answer, fault) = await GetPageAsync("Microsoft.Compute/virtualMachines?api-version=2024-07-01&statusOnly=true", cursor, part.Permission, cancel);
            if (answer is null)
            {
                return fault;
            }

            foreach (var machine in answer.Body.Items("value"))
            {
                // [{"code":"ProvisioningState/succeeded"},{"code":"PowerState/running"}]
                states[machine.Line(1000, "id")] = machine.Items("properties", "instanceView", "statuses").Select(status => status.Line("code"))
                    .FirstOrDefault(code => code.StartsWith("PowerState/", StringComparison.Ordinal))?["PowerState/".Length..] ?? "";
            }

            cursor = NextOf(answer.Body);
        }

        _powerStates = states;
        return null;
    }

    private string StateOf(JsonElement item) => _powerStates?.GetValueOrDefault(item.Line(1000, "id")) ?? "";

    private Task<ProviderResult<JsonAnswer>> GetPageAsync(string path, string? cursor, string permission, CancellationToken cancel)
    {
        var absolute = path.StartsWith('/') ? path : $"/subscriptions/{_subscription}/providers/{path}";
        return GetAsync(cursor is null ? absolute : $"{absolute.Split('?')[0]}?{cursor}", permission, cancel);
    }

    // Of the address of the next page only the query is taken: the token goes nowhere else.
    private static string? NextOf(JsonElement answer) =>
        Uri.TryCreate(answer.Line(8192, "nextLink"), UriKind.Absolute, out var next) && next.Query.Length > 1 ? next.Query[1..] : null;

    private Task<ProviderResult<JsonAnswer>> GetAsync(string pathAndQuery, string permission, CancellationToken cancel)
    {
        var address = new Uri(_options.AzureManagement.TrimEnd('/') + pathAndQuery);
        return _passport.UseAsync(token => _http.AskJsonAsync(() => Create(address, token), _ => null, permission, cancel), cancel);
    }

    private static HttpRequestMessage Create(Uri address, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    private async Task<ProviderResult<Passport<string>>> GetTokenAsync(CancellationToken cancel)
    {
        var address = new Uri($"{_options.AzureLogin.TrimEnd('/')}/{Uri.EscapeDataString(_credentials["tenant_id"])}/oauth2/v2.0/token");
        var scope = $"{new Uri(_options.AzureManagement).GetLeftPart(UriPartial.Authority)}/.default";
        var (answer, fault) = await _http.AskJsonAsync(
            () => new HttpRequestMessage(HttpMethod.Post, address)
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["grant_type"] = "client_credentials", ["client_id"] = _credentials["client_id"], ["client_secret"] = _credentials["client_secret"], ["scope"] = scope,
                }),
            },
            Judge, "a client secret that is not expired", cancel);
        if (answer is null)
        {
            return fault!;
        }

        var seconds = answer.Body.At("expires_in") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var given) ? Math.Clamp(given, 0, 86_400) : 3600;
        return answer.Body.Line(8192, "access_token") is { Length: > 0 } token && token.All(char.IsAscii)
            ? new Passport<string>(token, _time.GetUtcNow().AddSeconds(seconds))
            : new Fault(FaultKind.Unavailable, "Azure answers, but without a token.");
    }

    // {"error":"invalid_client","error_codes":[7000215]}: 400 for a directory or application that does not exist, 401 for a wrong secret.
    private static Fault? Judge(OutboundResponse response) => (int)response.Status is 400 or 401 ? CloudHttp.Rejected() : null;
}
