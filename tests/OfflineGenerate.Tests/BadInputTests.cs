namespace SreCopilot.OfflineGenerate.Tests;

/// <summary>Bad use is answered in words, with a non-zero exit, and writes nothing.</summary>
public sealed class BadInputTests
{
    private const string Web = """ "web": { "type": "container.v0", "image": "web:1" } """;

    [Theory]
    [InlineData("""{ "type": "azure.bicep.v0" }""", "has the type 'azure.bicep.v0', which offline-generate does not support")]
    [InlineData("""{ "image": "x:1" }""", "'r' has no type")]
    [InlineData("""{ "type": "container.v0" }""", "'r' has no image")]
    [InlineData("""{ "type": "container.v1" }""", "neither an image nor a build")]
    [InlineData("""{ "type": "container.v0", "image": 7 }""", "The resource 'r' is malformed")]
    [InlineData("""null""", "The resource 'r' is malformed")]
    [InlineData("""{ "type": "value.v0" }""", "no resource that runs in a cluster")]
    [InlineData("""{ "type": "container.v0", "image": "x:1", "bindings": { "tcp": { "protocol": "tcp" } } }""", "The endpoint 'tcp' has no targetPort")]
    [InlineData("""{ "type": "container.v0", "image": "x:1", "args": [ "{r.connectionString}" ] }""", "which aspirate does not resolve")]
    [InlineData("""{ "type": "container.v0", "image": "x:1", "env": { "A": "{nobody.value}" } }""", "A of 'r' refers to '{nobody.value}', but the manifest has no resource 'nobody'")]
    [InlineData("""{ "type": "container.v0", "image": "x:1", "env": { "A": "{r.bindings.http.url}" } }""", "'r' has no such endpoint")]
    [InlineData("""{ "type": "container.v0", "image": "x:1", "bindings": { "http": {} }, "env": { "A": "{r.bindings.http.color}" } }""", "'color' is not a property of an endpoint")]
    [InlineData("""{ "type": "container.v0", "image": "x:1", "env": { "A": "{r.connectionString}" } }""", "'r' has no 'connectionString'")]
    [InlineData("""{ "type": "container.v0", "image": "x:1", "env": { "A": "1", "A": "2" } }""", "is not an Aspire manifest")]
    public void A_resource_that_cannot_be_written(string resource, string expected)
    {
        using var run = new Run().GenerateResources($"\"r\": {resource}");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.Output));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{ "resources": [] }""")]
    [InlineData("{}")]
    [InlineData("")]
    public void A_file_that_is_no_manifest(string text)
    {
        using var run = new Run().GenerateText(text);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is not an Aspire manifest", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("-x")]
    public void A_name_that_is_no_folder_of_the_tree(string name)
    {
        using var run = new Run().GenerateResources($$"""{{Web}}, "{{name}}": { "type": "container.v0", "image": "x:1" } """);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is not a resource name", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void References_in_a_circle_are_shown()
    {
        using var run = new Run().GenerateResources("""
            "a": { "type": "value.v0", "connectionString": "{b.connectionString}" },
            "b": { "type": "value.v0", "connectionString": "x{a.connectionString}" },
            "web": { "type": "container.v0", "image": "web:1", "env": { "A": "{a.connectionString}" } }
            """);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("A of 'web' refers to itself: a.connectionString -> b.connectionString -> a.connectionString", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reference_to_an_executable_cannot_work_in_the_cluster()
    {
        using var run = new Run().GenerateResources("""
            "tool": { "type": "executable.v0", "command": "x" },
            "web": { "type": "container.v0", "image": "web:1", "env": { "A": "{tool.bindings.http.url}" } }
            """);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the executable 'tool' does not run in the cluster", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void All_parameters_without_a_value_are_named_at_once()
    {
        using var run = new Run().GenerateResources($$"""
            "one": { "type": "parameter.v0", "value": "{one.inputs.value}", "inputs": { "value": { "type": "string" } } },
            "two": { "type": "parameter.v0", "value": "{two.inputs.value}", "inputs": { "value": { "type": "string", "secret": true } } },
            {{Web}}
            """);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("'one', 'two'", run.Errors, StringComparison.Ordinal);
        Assert.Contains("--parameter name=value", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The manifest has no parameter 'x'", "-pa", "x=1")]
    [InlineData("--parameter takes name=value", "-pa", "hush")]
    [InlineData("given twice", "-pa", "x=hush", "-pa", "X=hush")]
    [InlineData("--bogus", "--bogus")]
    [InlineData("Sometimes", "--image-pull-policy", "Sometimes")]
    [InlineData("The output format 'compose' is not supported", "--output-format", "compose")]
    [InlineData("The dashboard is not written here", "--include-dashboard", "true")]
    public void An_option_that_means_nothing(string expected, params string[] options)
    {
        using var run = new Run();
        var manifest = Path.Combine(run.Folder, "m.json");
        File.WriteAllText(manifest, $$"""{ "resources": { {{Web}} } }""");

        run.Execute(["generate", "-m", manifest, "-o", run.Output, "--skip-build", "--disable-secrets", "--disable-state", "--non-interactive", .. options]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_switches_that_turn_off_what_the_stand_in_cannot_do_are_required()
    {
        using var run = new Run();

        run.Execute("generate", "-m", "m.json", "--skip-build");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Add --disable-secrets --disable-state --non-interactive", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_manifest_is_named_with_the_command_that_writes_it()
    {
        using var run = new Run();

        run.Generate(Path.Combine(run.Folder, "none.json"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("There is no manifest at", run.Errors, StringComparison.Ordinal);
        Assert.Contains("--publisher manifest", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_path_that_cannot_be_written_is_named()
    {
        using var run = new Run();
        File.WriteAllText(run.Output, "a file stands where the folder should");

        run.GenerateResources(Web);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"The tree cannot be written to {run.Output}", run.Errors, StringComparison.Ordinal);
    }
}
