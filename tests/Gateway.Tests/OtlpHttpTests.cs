using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SreCopilot.Gateway.Tests;

/// <summary>Exporters of OTLP/HTTP are given the platform's address and append a path of their own.</summary>
public sealed class OtlpHttpTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("traces")]
    [InlineData("metrics")]
    [InlineData("logs")]
    public async Task Each_signal_reaches_api_gateway_with_its_credentials(string signal)
    {
        await using var api = await TestBackend.StartAsync();
        await using var entryPoint = EntryPoint.Start(api: api);

        var response = await entryPoint.SendAsync(HttpMethod.Post, $"/v1/{signal}", ("Authorization", "Bearer srec_k"));

        var received = api.OnlyRequest();
        Assert.Equal(("POST", $"/api/v1/otlp/v1/{signal}", "Bearer srec_k"), (received.Method, received.Target, received.Headers["Authorization"]));
        Assert.Equal("{}", await response.Content.ReadAsStringAsync(Cancel));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-protobuf")]
    public async Task Without_api_gateway_the_error_is_one_of_OTLP(string type)
    {
        await using var entryPoint = EntryPoint.Start();
        using var content = new ByteArrayContent([]) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };

        var response = await entryPoint.Client.PostAsync(new Uri("/v1/traces", UriKind.Relative), content, Cancel);

        Assert.Equal((HttpStatusCode.BadGateway, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var body = await response.Content.ReadAsByteArrayAsync(Cancel);
        if (type == "application/json")
        {
            var status = JsonDocument.Parse(body).RootElement;
            Assert.Equal(14, status.GetProperty("code").GetInt32());
            Assert.Contains("cannot be reached", status.GetProperty("message").GetString(), StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal([0x08, 14, 0x12], body[..3]);
            Assert.Contains("cannot be reached", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
        }
    }
}
