using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Aspire.Hosting.Dcp.Model;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Aspire.Hosting.Dcp;

/// <summary>Typed access to the API of one running DCP.</summary>
internal sealed class DcpClient : IDisposable
{
    private static readonly TimeSpan ReconnectDelay = TimeSpan.FromMilliseconds(250);
    private readonly Kubernetes _kubernetes;

    public DcpClient(string kubeconfigFile)
    {
        var config = KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfigFile);
        config.HttpClientTimeout = Timeout.InfiniteTimeSpan; // watches and log streams stay open
        _kubernetes = new Kubernetes(config);
    }

    public async Task<T> CreateAsync<T>(T item, CancellationToken cancellationToken) where T : DcpObject
    {
        using var api = Api<T>();
        return await api.CreateAsync(item, cancellationToken);
    }

    public async Task<T?> FindAsync<T>(string name, CancellationToken cancellationToken) where T : DcpObject
    {
        using var api = Api<T>();
        try
        {
            return await api.ReadAsync<T>(name, cancellationToken);
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Asks DCP to stop a workload; it answers at once, the state arrives through the watch.</summary>
    public async Task StopAsync<T>(string name, CancellationToken cancellationToken) where T : DcpObject
    {
        using var api = Api<T>();
        var patch = new V1Patch("""[{"op":"add","path":"/spec/stop","value":true}]""", V1Patch.PatchType.JsonPatch);
        await IgnoreNotFoundAsync(() => api.PatchAsync<T>(patch, name, cancellationToken));
    }

    /// <summary>Deletes an object and waits until it is gone, so that its name can be used again.</summary>
    public async Task DeleteAsync<T>(string name, CancellationToken cancellationToken) where T : DcpObject
    {
        using var api = Api<T>();
        await IgnoreNotFoundAsync(() => api.DeleteAsync<T>(name, cancellationToken));
        while (await FindAsync<T>(name, cancellationToken) is not null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
    }

    /// <summary>
    /// All existing objects of a kind, then every change. Connects again when the stream ends: DCP then sends all
    /// objects once more, so a consumer must be able to see the same state twice.
    /// </summary>
    public async IAsyncEnumerable<(WatchEventType Type, T Item)> WatchAsync<T>(
        [EnumeratorCancellation] CancellationToken cancellationToken) where T : DcpObject
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            using var api = Api<T>();
            var changes = api.WatchAsync<T>(onError: null, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (changes)
            {
                while (await MoveNextAsync(changes))
                {
                    yield return changes.Current;
                }
            }

            await Task.Delay(ReconnectDelay, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        static async Task<bool> MoveNextAsync(IAsyncEnumerator<(WatchEventType, T)> changes)
        {
            try
            {
                return await changes.MoveNextAsync();
            }
            catch (Exception e) when (e is HttpRequestException or IOException or HttpOperationException or KubernetesException
                or OperationCanceledException or System.Text.Json.JsonException)
            {
                return false;
            }
        }
    }

    /// <summary>
    /// The lines of one log stream of a workload, as DCP stamps them: RFC 3339 time, blank, text. The source is stdout,
    /// stderr, or system for what DCP itself says about the workload.
    /// </summary>
    public async IAsyncEnumerable<string> ReadLogAsync<T>(
        string name, string source, bool follow, [EnumeratorCancellation] CancellationToken cancellationToken) where T : DcpObject
    {
        var query = $"source={source}&timestamps=true{(follow ? "&follow=true" : "")}";
        using var response = await SendAsync(
            HttpMethod.Get, $"apis/{DcpApi.GroupVersion}/{Plural<T>()}/{name}/log?{query}", content: null, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            yield break;
        }

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken), Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return line;
        }
    }

    /// <summary>Starts the clean-up of everything that DCP runs; see <see cref="IsStoppingAsync"/> for its end.</summary>
    public async Task BeginShutdownAsync(CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent("""{"status":"Stopping","shutdownResourceCleanup":"Full"}"""u8.ToArray());
        content.Headers.ContentType = new("application/merge-patch+json"); // exactly: DCP refuses it with a charset
        using var response = await SendAsync(HttpMethod.Patch, "admin/execution", content, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>False once the clean-up is complete or DCP has exited.</summary>
    public async Task<bool> IsStoppingAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await SendAsync(HttpMethod.Get, "admin/execution", content: null, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            return text.Contains("\"Stopping\"", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public void Dispose() => _kubernetes.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(_kubernetes.BaseUri, path)) { Content = content };
        if (_kubernetes.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        }

        return await _kubernetes.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private GenericClient Api<T>() where T : DcpObject =>
        new(_kubernetes, DcpApi.Group, DcpApi.Version, Plural<T>(), disposeClient: false);

    private static string Plural<T>() where T : DcpObject => DcpKindAttribute.Of(typeof(T)).Plural;

    private static async Task IgnoreNotFoundAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (HttpOperationException e) when (e.Response.StatusCode == HttpStatusCode.NotFound)
        {
        }
    }
}
