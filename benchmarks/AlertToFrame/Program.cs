using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using SreCopilot.Benchmarks.AlertToFrame;

// Sends webhooks, each with one alert of a group of its own, through api-gateway and measures until a WebSocket client of the project
// has the frame with the new incident. Arguments: [alerts per second, default 50] [seconds, 30].
var rate = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 50;
var seconds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 30;
if (rate is < 1 or > 1_000 || seconds is < 1 or > 600)
{
    Console.Error.WriteLine("usage: AlertToFrame [alerts per second] [seconds]");
    return 64;
}

await using var platform = new Platform();
await platform.StartAsync();
using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(seconds + 120));
using var http = new HttpClient { BaseAddress = platform.Gateway };

var account = await PostAsync("/api/v1/auth/register", new { email = "bench@example.com", password = "Correct-Horse-7!", full_name = "Bench", tenant_name = "Bench" });
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", account.GetProperty("access_token").GetString());
var user = account.GetProperty("user");
var project = user.GetProperty("current_project_id").GetString();
var integration = await PostAsync($"/api/v1/projects/{project}/monitoring/integrations", new { integration_type = "generic", name = "Bench" });
var webhook = new Uri($"/api/v1/webhooks/generic/{integration.GetProperty("id").GetString()}", UriKind.Relative);
var secret = integration.GetProperty("webhook_secret").GetString();

using var socket = new ClientWebSocket();
await socket.ConnectAsync(platform.WebSockets, deadline.Token);
var ticket = (await http.GetFromJsonAsync<JsonElement>("/api/v1/auth/ws-token", deadline.Token)).GetProperty("token").GetString();
await socket.SendAsync(
    JsonSerializer.SerializeToUtf8Bytes(new { type = "connect", token = ticket, tenantId = user.GetProperty("tenant_id").GetString() }), WebSocketMessageType.Text, true, deadline.Token);
var sent = new ConcurrentDictionary<string, long>();
var delays = new ConcurrentDictionary<string, double>();
var answers = new ConcurrentDictionary<string, double>();
var reading = ReadAsync();

// Warms the services up: what the first thousands of requests use is compiled, and then compiled better, on the processors that serve them.
await SendManyAsync("warm", 3_000, rate);
var cpu = platform.Programs.ToDictionary(program => program.Name, program => program.CpuTime);
answers.Clear();
var started = Stopwatch.GetTimestamp();
await SendManyAsync("alert", rate * seconds, rate);
while (delays.Count < sent.Count && !deadline.IsCancellationRequested)
{
    await Task.Delay(20);
}

var elapsed = Stopwatch.GetElapsedTime(started);
var measured = delays.Where(delay => delay.Key.StartsWith("alert", StringComparison.Ordinal)).Select(delay => delay.Value).Order().ToArray();
var answered = answers.Values.Order().ToArray();
Console.WriteLine($"{rate} alerts/s for {seconds} s, {Environment.ProcessorCount} processors");
Print("incidents seen", measured.Length);
Print("webhook sent to frame with incident.created, ms: median", At(measured, 0.5));
Print("  99th percentile", At(measured, 0.99));
Print("  worst", At(measured, 1));
Print("webhook sent to its answer, ms: median", At(answered, 0.5));
Print("  99th percentile", At(answered, 0.99));
// Where time went when it went: one stall makes a bad percentile, and is no bad median.
foreach (var second in delays.Where(delay => answers.ContainsKey(delay.Key) && delay.Value >= 200).GroupBy(delay => (int)Stopwatch.GetElapsedTime(started, sent[delay.Key]).TotalSeconds).OrderBy(second => second.Key))
{
    Console.WriteLine($"second {second.Key,3}: {second.Count(),3} over 200 ms; slowest frame {second.Max(delay => delay.Value):0} ms, slowest answer {second.Max(delay => answers[delay.Key]):0} ms");
}

foreach (var program in platform.Programs.Where(program => program.Name != "EmbeddedPostgres"))
{
    Print($"CPU of {program.Name}, % of one core", (program.CpuTime - cpu[program.Name]) / elapsed * 100);
}

await deadline.CancelAsync();
await reading;
return measured.Length == rate * seconds ? 0 : 1;

async Task SendManyAsync(string name, int count, int perSecond)
{
    var begun = Stopwatch.GetTimestamp();
    var running = new List<Task>();
    for (var i = 0; i < count; i++)
    {
        var due = TimeSpan.FromSeconds((double)i / perSecond) - Stopwatch.GetElapsedTime(begun);
        if (due > TimeSpan.Zero)
        {
            await Task.Delay(due, deadline.Token);
        }

        running.Add(SendAsync($"{name}-{i}"));
    }

    await Task.WhenAll(running);
}

async Task SendAsync(string title)
{
    var begun = sent[title] = Stopwatch.GetTimestamp();
    using var request = new HttpRequestMessage(HttpMethod.Post, webhook) { Content = JsonContent.Create(new { title, severity = "critical", service = "bench" }) };
    request.Headers.Authorization = null;
    request.Headers.Add("X-Webhook-Secret", secret);
    using var response = await http.SendAsync(request, deadline.Token);
    response.EnsureSuccessStatusCode();
    answers[title] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
}

async Task ReadAsync()
{
    var buffer = new byte[64 * 1024];
    try
    {
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, deadline.Token);
            var now = Stopwatch.GetTimestamp();
            using var message = JsonDocument.Parse(buffer.AsMemory(0, part.Count));
            if (message.RootElement.GetProperty("type").GetString() == "incident.created"
                && message.RootElement.GetProperty("data").GetProperty("title").GetString() is { } title && sent.TryGetValue(title, out var begun))
            {
                delays.TryAdd(title, Stopwatch.GetElapsedTime(begun, now).TotalMilliseconds);
            }
        }
    }
    catch (Exception e) when (e is OperationCanceledException or WebSocketException)
    {
        // The run is over.
    }
}

async Task<JsonElement> PostAsync(string path, object body)
{
    using var response = await http.PostAsJsonAsync(path, body, deadline.Token);
    response.EnsureSuccessStatusCode();
    return await response.Content.ReadFromJsonAsync<JsonElement>(deadline.Token);
}

static double At(double[] sorted, double part) => sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))];

static void Print(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-62}{value,14:0.##}"));
