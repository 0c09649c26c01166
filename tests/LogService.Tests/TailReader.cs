using System.Text.Json;
using System.Threading.Channels;

namespace SreCopilot.LogService.Tests;

/// <summary>A client of the event stream.</summary>
internal sealed class TailReader : IAsyncDisposable
{
    private readonly Channel<JsonElement> _events = Channel.CreateUnbounded<JsonElement>();
    private readonly CancellationTokenSource _leaves = new();
    private readonly HttpResponseMessage _response;
    private readonly Task _reading;

    private TailReader(HttpResponseMessage response, StreamReader stream)
    {
        _response = response;
        _reading = ReadAllAsync(stream);
    }

    public bool HasLines => _events.Reader.TryPeek(out _);

    public static async Task<TailReader> OpenAsync(Person person, string path)
    {
        using var request = person.Create(HttpMethod.Get, path);
        var response = await person.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("200 text/event-stream; charset=utf-8 no-cache", $"{(int)response.StatusCode} {response.Content.Headers.ContentType} {response.Headers.CacheControl}");
        var stream = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal(": connected", await stream.ReadLineAsync(TestContext.Current.CancellationToken));
        return new TailReader(response, stream);
    }

    /// <summary>The next event; fails at the end.</summary>
    public async Task<JsonElement> ReadAsync() => await _events.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(1));

    public async Task EndAsync() => await _reading.WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>Ends the reading before the response: a stream that is read meanwhile may fail in any way.</summary>
    public async ValueTask DisposeAsync()
    {
        await _leaves.CancelAsync();
        await _reading;
        _response.Dispose();
        _leaves.Dispose();
    }

    private async Task ReadAllAsync(StreamReader stream)
    {
        try
        {
            while (await stream.ReadLineAsync(_leaves.Token) is { } line)
            {
                if (line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    _events.Writer.TryWrite(JsonDocument.Parse(line[6..]).RootElement);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            // Cut.
        }

        _events.Writer.TryComplete();
    }
}
