using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;

namespace SreCopilot.Benchmarks.GatewayCost;

/// <summary>Sends requests one after the other on so many connections.</summary>
internal static class Load
{
    public static async Task<Measurement> RunAsync(Uri url, string? token, int requests, int connections, ChildProgram? gateway)
    {
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false });
        http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);

        // Warm: the runtime compiles what is hot while it runs.
        await SendAsync(http, url, Math.Max(2_000, requests / 4), connections);
        await SendAsync(http, url, Math.Max(2_000, requests / 4), connections);

        var (own, other, started) = (StubService.CpuTime, gateway?.CpuTime ?? default, Stopwatch.GetTimestamp());
        await SendAsync(http, url, requests, connections);
        var elapsed = Stopwatch.GetElapsedTime(started);
        return new Measurement(
            requests / elapsed.TotalSeconds,
            ((gateway?.CpuTime ?? default) - other).TotalMicroseconds / requests,
            (StubService.CpuTime - own).TotalMicroseconds / requests);
    }

    private static Task SendAsync(HttpClient http, Uri url, int requests, int connections) => Parallel.ForEachAsync(
        Enumerable.Range(0, requests),
        new ParallelOptions { MaxDegreeOfParallelism = connections },
        async (_, cancel) =>
        {
            using var response = await http.GetAsync(url, cancel);
            response.EnsureSuccessStatusCode();
            await response.Content.CopyToAsync(Stream.Null, cancel);
        });
}

/// <summary>What a run cost.</summary>
/// <param name="PerSecond">Requests per second.</param>
/// <param name="GatewayMicroseconds">CPU time of the gateway per request.</param>
/// <param name="ServiceMicroseconds">CPU time of the service and the load generator per request.</param>
internal sealed record Measurement(double PerSecond, double GatewayMicroseconds, double ServiceMicroseconds)
{
    public void Print(string name) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name,-42}{PerSecond,12:0}{GatewayMicroseconds,16:0.0}{ServiceMicroseconds,16:0.0}"));
}
