using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SreCopilot.Connectors;

namespace SreCopilot.CloudConnectorService.Providers.Google;

/// <summary>One project of Google Cloud.</summary>
internal sealed class GoogleSession : ICloudSession
{
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";

    private readonly CloudHttp _http;
    private readonly ProviderOptions _options;
    private readonly string _email;
    private readonly string _keyId;
    private readonly RSA _key;
    private readonly string _project;
    private readonly TimeProvider _time;
    private readonly PassportHolder<string> _passport;

    public GoogleSession(CloudHttp http, ProviderOptions options, string email, string keyId, RSA key, string project, TimeProvider time)
    {
        (_http, _options, _email, _keyId, _key, _project, _time) = (http, options, email, keyId, key, project, time);
        _passport = new PassportHolder<string>(GetTokenAsync, time);
    }

    public IReadOnlyList<Part> Parts { get; } = [.. GoogleListings.All.Select(listing => new Part(listing.Kind, listing.Type, Part.Everywhere, listing.Permission))];

    public async Task<ProviderResult<CloudIdentity>> IdentifyAsync(CancellationToken cancel)
    {
        // A token is all that Google needs to know who it is; what it may do is found out by doing it.
        var (identity, fault) = await _passport.UseAsync(_ => Task.FromResult<ProviderResult<CloudIdentity>>(new CloudIdentity(ProjectId: _project)), cancel);
        return identity is null ? fault! : identity;
    }

    public async Task<ProviderResult<Page<CloudResource>>> ListAsync(Part part, string? cursor, int limit, CancellationToken cancel)
    {
        var listing = GoogleListings.Of(part.Type);
        var path = $"{listing.Path.Replace("{project}", Uri.EscapeDataString(_project), StringComparison.Ordinal)}?maxResults={limit}{Token(cursor)}";
        var (answer, fault) = await GetAsync(listing.Service, path, part.Permission, cancel);
        return answer is null ? fault! : new Page<CloudResource>(listing.Read(answer.Body), NextOf(answer.Body));
    }

    public async Task<ProviderResult<IReadOnlyList<Measurement>>> MeasureAsync(
        Part part, IReadOnlyList<CloudResource> resources, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var found = new List<Measurement>();
        if (resources.Count == 0 || GoogleMonitoring.PathOf(part.Type, _project, from, to) is not { } path)
        {
            return found;
        }

        string? cursor = null;
        for (var pages = 0; pages == 0 || (cursor is not null && pages < 20); pages++)
        {
            var (answer, fault) = await GetAsync("monitoring", path + Token(cursor), "monitoring.timeSeries.list", cancel);
            if (answer is null)
            {
                return fault!;
            }

            GoogleMonitoring.Read(part.Type, answer.Body, found);
            cursor = NextOf(answer.Body);
        }

        return found;
    }

    public void Dispose()
    {
        _passport.Dispose();
        _key.Dispose();
    }

    private static string Token(string? cursor) => cursor is null ? "" : $"&pageToken={Uri.EscapeDataString(cursor)}";

    private static string? NextOf(JsonElement answer) => answer.Line(8192, "nextPageToken") is { Length: > 0 } token ? token : null;

    private Task<ProviderResult<JsonAnswer>> GetAsync(string service, string pathAndQuery, string permission, CancellationToken cancel)
    {
        var address = new Uri(_options.Google.Replace("{service}", service, StringComparison.Ordinal).TrimEnd('/') + pathAndQuery);
        return _passport.UseAsync(token => _http.AskJsonAsync(() => Create(address, token), response => GoogleErrors.Judge(response, service), permission, cancel), cancel);
    }

    private static HttpRequestMessage Create(Uri address, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    // To Google's own address, whatever token_uri the key file says: the signature is worth a token.
    private async Task<ProviderResult<Passport<string>>> GetTokenAsync(CancellationToken cancel)
    {
        var (answer, fault) = await _http.AskJsonAsync(
            () => new HttpRequestMessage(HttpMethod.Post, _options.GoogleToken)
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer", ["assertion"] = SignAssertion() }),
            },
            // {"error":"invalid_grant"}: 400 for a key that was deleted, an account that was disabled, and a clock that is wrong.
            response => (int)response.Status is 400 or 401 ? CloudHttp.Rejected() : null, "an enabled service account", cancel);
        if (answer is null)
        {
            return fault!;
        }

        var seconds = answer.Body.At("expires_in") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var given) ? Math.Clamp(given, 0, 86_400) : 3600;
        return answer.Body.Line(8192, "access_token") is { Length: > 0 } token && token.All(char.IsAscii)
            ? new Passport<string>(token, _time.GetUtcNow().AddSeconds(seconds))
            : new Fault(FaultKind.Unavailable, "Google answers, but without a token.");
    }

    private string SignAssertion()
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var header = new JsonObject { ["alg"] = "RS256", ["typ"] = "JWT" };
        if (_keyId.Length > 0)
        {
            header["kid"] = _keyId;
        }

        var claims = new JsonObject { ["iss"] = _email, ["scope"] = Scope, ["aud"] = _options.GoogleToken, ["iat"] = now, ["exp"] = now + 3600 };
        var text = $"{Encode(header)}.{Encode(claims)}";
        return $"{text}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
