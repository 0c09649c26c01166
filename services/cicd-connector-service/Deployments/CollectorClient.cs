using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SreCopilot.Database;
using SreCopilot.Identity;

namespace SreCopilot.CicdConnectorService.Deployments;

/// <summary>Where the owner of deployments is.</summary>
internal sealed class CollectorOptions
{
    /// <summary>Environment variable <c>METRICS_COLLECTOR_URL</c>; default <c>http://metrics-collector-service:8509</c>.</summary>
    public Uri Url { get; set; } = new("http://metrics-collector-service:8509");
}

/// <summary>A deployment as metrics-collector-service takes it: whatever it knows by the external id is changed, else it is added.</summary>
internal sealed record DeploymentReport(
    string ExternalId, string ServiceName, string Version, string CommitSha, string Environment, string DeployedBy, string Description, string Status,
    DateTimeOffset Timestamp, DateTimeOffset? CompletedAt, long? DurationMs, string Url, string Source)
{
    public static DeploymentReport Of(Deployment deployment) => new(
        deployment.ExternalId, deployment.ServiceName, deployment.Version, deployment.CommitSha, deployment.Environment, deployment.DeployedBy, deployment.Description,
        deployment.Status, deployment.StartedAt, deployment.FinishedAt, (long?)(deployment.FinishedAt - deployment.StartedAt)?.TotalMilliseconds, deployment.Url, deployment.Provider);
}

/// <summary>Hands deployments to metrics-collector-service, in the name of their project. One attempt: the queue is patient.</summary>
internal sealed class CollectorClient(InternalTokens tokens, IOptions<CollectorOptions> options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2), UseCookies = false, AllowAutoRedirect = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <returns>Null when it was taken; else why not, and whether it is the deployment's fault.</returns>
    public async Task<(string Problem, bool IsRefused)?> SendAsync(CallerScope scope, DeploymentReport report, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(Deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Value.Url, "/deployments"));
        request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(report, CicdJson.Default.DeploymentReport));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation(
            InternalTokens.HeaderName, tokens.Issue(new Caller { Kind = CallerKind.Service, TenantId = scope.TenantId, ProjectId = scope.ProjectId }));
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return response.StatusCode == HttpStatusCode.OK ? null
                : ($"metrics-collector-service answered {(int)response.StatusCode}", response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity);
        }
        catch (HttpRequestException)
        {
            return ("metrics-collector-service cannot be reached", false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return ($"metrics-collector-service did not answer within {Deadline.TotalSeconds:0} s", false);
        }
    }

    public void Dispose() => _http.Dispose();
}
