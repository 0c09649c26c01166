namespace SreCopilot.OfflineGenerate.Tests;

/// <summary>What a reference becomes in the environment of a container.</summary>
public sealed class PlaceholderTests
{
    private const string Api = """
        "api": { "type": "container.v1", "build": { "context": "." }, "connectionString": "Endpoint={api.bindings.http.url};Mode={mode.value}", "bindings": {
          "http": { "scheme": "http", "protocol": "tcp", "transport": "http", "port": 80, "targetPort": 8500 },
          "https": { "scheme": "https", "protocol": "tcp", "transport": "http" },
          "grpc": { "scheme": "grpc", "protocol": "tcp", "transport": "http2", "targetPort": 9000 } } },
        "mode": { "type": "parameter.v0", "value": "{mode.inputs.value}", "inputs": { "value": { "type": "string", "default": { "value": "fast" } } } },
        "nested": { "type": "value.v0", "connectionString": "{api.connectionString};Nested=yes", "extra": "e" },
        """;

    [Theory]
    [InlineData("{api.bindings.http.url}", "http://api:8500")]
    [InlineData("{api.bindings.http.host}", "api")]
    [InlineData("{api.bindings.http.port}", "80")]
    [InlineData("{api.bindings.grpc.port}", "9000")]
    [InlineData("{api.bindings.http.targetPort}", "8500")]
    [InlineData("{api.bindings.https.targetPort}", "8443")]
    [InlineData("{api.bindings.grpc.url}", "api:9000")]
    [InlineData("{api.bindings.grpc.scheme}", "http")]
    [InlineData("{api.bindings.http.host}:{api.bindings.http.port}", "api:80")]
    [InlineData("{mode.value}", "fast")]
    [InlineData("{mode.inputs.value}", "fast")]
    [InlineData("{api.connectionString}", "Endpoint=http://api:8500;Mode=fast")]
    [InlineData("{nested.connectionString}", "Endpoint=http://api:8500;Mode=fast;Nested=yes")]
    [InlineData("{nested.extra}", "e")]
    [InlineData("/users/{id}/of/{not.known}", "/users/{id}/of/{not.known}")]
    public void A_reference_is_resolved(string value, string expected)
    {
        using var run = new Run().GenerateResources(Web(value));

        Assert.Contains($"- V={expected}", run.Read("web/kustomization.yaml").Split('\n').Select(line => line.Trim()));
    }

    [Fact]
    public void There_is_no_https_in_the_cluster_so_its_url_is_left_out()
    {
        using var run = new Run().GenerateResources(Web("{api.bindings.https.url}"));

        Assert.DoesNotContain("V=", run.Read("web/kustomization.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_annotated_string_stays_as_it_is_with_a_warning()
    {
        using var run = new Run().GenerateResources(""" "encoded": { "type": "annotated.string", "value": "{mode.value}", "filter": "uri" }, """ + Web("x{encoded.value}"));

        Assert.Contains("- V=x{encoded.value}", run.Read("web/kustomization.yaml"), StringComparison.Ordinal);
        Assert.Contains("V of 'web' keeps '{encoded.value}'", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Braces_in_the_value_of_a_parameter_are_text()
    {
        using var run = new Run().GenerateResources(Web("{mode.value}"), "-pa", "mode={api.bindings.http.url}=1");

        Assert.Contains("- V={api.bindings.http.url}=1", run.Read("web/kustomization.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_generated_parameter_is_random_follows_its_rule_and_is_the_same_wherever_it_is_used()
    {
        const string Resources = """
            "password": { "type": "parameter.v0", "value": "{password.inputs.value}",
              "inputs": { "value": { "type": "string", "secret": true, "default": { "generate": { "minLength": 30, "special": false } } } } },
            "web": { "type": "container.v0", "image": "web:1", "env": { "A": "{password.value}", "B": "{password.inputs.value}" } }
            """;
        using var first = new Run().GenerateResources(Resources);
        using var second = new Run().GenerateResources(Resources);

        var value = Value(first, "A");
        Assert.Matches("^[A-Za-z0-9]{30}$", value);
        Assert.Equal(value, Value(first, "B"));
        Assert.NotEqual(value, Value(second, "A"));
        Assert.Contains("'password' gets a new random value", first.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(value, first.Errors, StringComparison.Ordinal);
    }

    private static string Web(string value) => $$"""{{Api}} "web": { "type": "container.v0", "image": "web:1", "env": { "V": "{{value}}" } } """;

    private static string Value(Run run, string name) =>
        run.Read("web/kustomization.yaml").Split('\n').Select(line => line.Trim()).Single(line => line.StartsWith($"- {name}=", StringComparison.Ordinal))[(name.Length + 3)..];
}
