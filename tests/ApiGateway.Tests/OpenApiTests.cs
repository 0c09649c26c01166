using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SreCopilot.ApiGateway.Callers;
using SreCopilot.ApiGateway.Proxying;

namespace SreCopilot.ApiGateway.Tests;

/// <summary>
/// docs/api/api-gateway.json is what the gateway says about itself. After a wanted change, run these tests with
/// UPDATE_API_DOCUMENTS=1, look at the difference and commit it.
/// </summary>
public sealed class OpenApiTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string File = Path.Combine(
        typeof(OpenApiTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ApiDocuments").Value!, "api-gateway.json");

    [Fact]
    public async Task The_committed_document_is_that_of_the_gateway_and_names_every_route()
    {
        await using var gateway = Gateway.Start([("environment", "Development")]);
        var served = JsonNode.Parse(await gateway.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken))!.AsObject();
        served.Remove("servers"); // The port of this test.

        var described = served["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => (Method: operation.Key.ToUpperInvariant(), Path: path.Key, Access: operation.Value!["x-access"]?.GetValue<string>())))
            .ToHashSet();
        Assert.All(RouteTable.All, route => Assert.Contains(described, operation => operation.Method == route.Method && operation.Path == route.PublicPath && operation.Access is not null));
        Assert.Contains(("PUT", "/api/v1/settings/connections", "role:admin"), described);
        Assert.Contains(("POST", "/api/v1/grafana/query", "role:engineer"), described);

        if (Environment.GetEnvironmentVariable("UPDATE_API_DOCUMENTS") == "1")
        {
            await System.IO.File.WriteAllTextAsync(File, served.ToJsonString(Indented) + "\n", TestContext.Current.CancellationToken);
        }

        var committed = JsonNode.Parse(await System.IO.File.ReadAllTextAsync(File, TestContext.Current.CancellationToken));
        Assert.True(JsonNode.DeepEquals(committed, served), $"{File} is out of date: run with UPDATE_API_DOCUMENTS=1 and commit the difference.");
    }

    [Fact]
    public async Task Every_endpoint_says_who_may_call_it_or_is_known_to_be_open()
    {
        await using var gateway = Gateway.Start([]);
        string[] open = ["/", "/health", "/alive", "/metrics", "/health/services", "/api/v1/status"];

        var endpoints = gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();

        Assert.True(endpoints.Count > RouteTable.All.Count);
        Assert.Equal(open.Order(), endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<Access>() is null).Select(endpoint => endpoint.RoutePattern.RawText!).Distinct().Order());
    }
}
