namespace OfflineHosting.Tests;

/// <summary>What the golden AppHosts do not show.</summary>
public class ManifestTests
{
    [Fact]
    public async Task Mounts_are_relative_to_the_manifest()
    {
        var builder = Model.Publish();
        builder.AddContainer("box", "registry.example:5000/team/box:2").WithBindMount("../data", "/data", isReadOnly: true).WithVolume("/anonymous");

        var box = (await builder.ManifestAsync())["box"]!;

        Assert.Equal("registry.example:5000/team/box:2", box["image"]!.GetValue<string>());
        Assert.Equal("""[{"source":"../data","target":"/data","readOnly":true}]""", box["bindMounts"]!.ToJsonString());
        Assert.Equal("""[{"target":"/anonymous","readOnly":false}]""", box["volumes"]!.ToJsonString());
    }

    [Fact]
    public async Task Excluded_resource_is_left_out_and_callback_replaces_an_entry()
    {
        var builder = Model.Publish();
        builder.AddExecutable("gone", "x", ".").ExcludeFromManifest();
        builder.AddExecutable("own", "x", ".").WithManifestPublishingCallback(context => context.Writer.WriteString("type", "own.v0"));

        Assert.Equal("""{"own":{"type":"own.v0"}}""", (await builder.ManifestAsync()).ToJsonString());
    }

    [Fact]
    public async Task Executable_can_be_published_as_a_container()
    {
        var builder = Model.Publish();
        builder.AddExecutable("tool", "node", "../tool", "/on/this/machine.js")
            .WithHttpEndpoint(targetPort: 3000).WithEnvironment("MODE", "x")
            .PublishAsDockerFile(container => container.WithBuildArg("A", true).WithArgs("serve"));

        Assert.Equal(
            """{"type":"container.v1","build":{"context":"../tool","dockerfile":"../tool/Dockerfile","args":{"A":"true"}},"args":["serve"],"env":{"MODE":"x"},"bindings":{"http":{"scheme":"http","protocol":"tcp","transport":"http","targetPort":3000}}}""",
            (await builder.ManifestAsync())["tool"]!.ToJsonString());
    }

    [Fact]
    public async Task Project_published_as_a_container_listens_on_the_port_of_the_base_images()
    {
        var builder = Model.Publish();
        var project = builder.AddProject<FakeProject>("api", launchProfileName: null).WithHttpEndpoint().PublishAsDockerFile();
        builder.AddExecutable("client", "client", ".").WithEnvironment("API", project.GetEndpoint("http"));

        var manifest = await builder.ManifestAsync();

        Assert.Equal(8080, manifest["api"]!["bindings"]!["http"]!["targetPort"]!.GetValue<int>());
        Assert.Equal("{api.bindings.http.url}", manifest["client"]!["env"]!["API"]!.GetValue<string>());
    }

    [Fact]
    public async Task Project_runs_as_itself_when_it_is_not_published()
    {
        var builder = Model.Run();
        var project = builder.AddProject<FakeProject>("api", launchProfileName: null)
            .PublishAsDockerFile(_ => throw new InvalidOperationException("Only for publishing."));

        Assert.Same(project.Resource, Assert.Single(builder.Resources));
        Assert.DoesNotContain("HTTP_PORTS", (await project.EnvironmentAsync()).Keys);
    }

    [Fact]
    public async Task Launch_profile_with_a_URL_gives_a_published_project_both_schemes()
    {
        var builder = Model.Publish();
        builder.AddProject<FakeProject>("api");

        var api = (await builder.ManifestAsync())["api"]!;

        Assert.Equal("project.v0", api["type"]!.GetValue<string>());
        Assert.Equal(["http", "https"], api["bindings"]!.AsObject().Select(binding => binding.Key));
        Assert.Null(api["bindings"]!["http"]!["targetPort"]);
        Assert.Equal("{api.bindings.http.targetPort}", api["env"]!["HTTP_PORTS"]!.GetValue<string>());
        Assert.Null(api["env"]!["HTTPS_PORTS"]);
        Assert.Null(api["env"]!["FROM_PROFILE"]);
    }

    [Theory]
    [InlineData(8080, null, """{"scheme":"http","protocol":"tcp","transport":"http","targetPort":8080}""")]
    [InlineData(8080, 8080, """{"scheme":"http","protocol":"tcp","transport":"http","targetPort":8080}""")]
    [InlineData(8080, 9090, """{"scheme":"http","protocol":"tcp","transport":"http","port":9090,"targetPort":8080}""")]
    [InlineData(null, 9090, """{"scheme":"http","protocol":"tcp","transport":"http","targetPort":9090}""")]
    [InlineData(null, null, """{"scheme":"http","protocol":"tcp","transport":"http","targetPort":8000}""")]
    public async Task Port_that_follows_from_the_target_port_is_left_out(int? targetPort, int? port, string expected)
    {
        var builder = Model.Publish();
        builder.AddContainer("box", "box").WithHttpEndpoint(port, targetPort);

        Assert.Equal(expected, (await builder.ManifestAsync())["box"]!["bindings"]!["http"]!.ToJsonString());
    }

    [Fact]
    public async Task Forwarded_headers_can_be_left_alone()
    {
        var builder = Model.Publish();
        builder.AddProject<FakeProject>("api", launchProfileName: null).WithHttpEndpoint().DisableForwardedHeaders();

        Assert.Null((await builder.ManifestAsync())["api"]!["env"]!["ASPNETCORE_FORWARDEDHEADERS_ENABLED"]);
    }

    [Fact]
    public async Task Parameter_that_is_declared_first_has_its_encoded_form_at_the_end()
    {
        var builder = Model.Publish();
        var password = builder.AddParameter("pw", secret: true);
        builder.AddRedis("cache", password: password);
        builder.AddContainer("client", "client").WithReference(builder.CreateResourceBuilder<RedisResource>("cache"));

        var manifest = await builder.ManifestAsync();

        Assert.Equal(["pw", "cache", "client", "pw-uri-encoded"], manifest.Select(entry => entry.Key).Take(4));
        Assert.Equal("""{"type":"annotated.string","value":"{pw.value}","filter":"uri"}""", manifest["pw-uri-encoded"]!.ToJsonString());
    }

    [Fact]
    public async Task Encrypted_choice_is_written_with_its_value()
    {
        var builder = Model.Publish();
        builder.AddRedis("cache").WithPassword(null).WithEndpoint("tcp", endpoint => endpoint.TlsEnabled = true);

        var manifest = await builder.ManifestAsync();

        Assert.Equal(",ssl=true", manifest["cond-cache-bindings-tcp-tlsenabled-3eddb73a"]!["connectionString"]!.GetValue<string>());
    }

    [Fact]
    public async Task Connection_string_of_expressions_is_a_value()
    {
        var builder = Model.Publish();
        var host = builder.AddParameter("host");
        builder.AddConnectionString("db", expression => expression.Append($"Host={host};Database=x"));

        Assert.Equal("""{"type":"value.v0","connectionString":"Host={host.value};Database=x"}""", (await builder.ManifestAsync())["db"]!.ToJsonString());
    }

    [Fact]
    public void Default_volume_depends_on_the_project_when_published_and_on_its_place_when_run()
    {
        static string Volume(IDistributedApplicationBuilder builder) =>
            builder.AddRedis("cache").WithDataVolume().Resource.Annotations.OfType<ContainerMountAnnotation>().Single().Source!;
        static IDistributedApplicationBuilder In(string folder, params string[] args) =>
            DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, DisableDashboard = true, ProjectDirectory = folder });

        Assert.NotEqual(Volume(In("/one")), Volume(In("/two")));
        Assert.Equal(Volume(In("/one", "--operation", "publish")), Volume(In("/two", "--operation", "publish")));
    }
}
