using System.Runtime.Versioning;

namespace SreCopilot.KubernetesManifests.Tests;

/// <summary><c>deploy.sh</c>, with the real kubectl against an API that answers like a cluster.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DeployScriptTests : IDisposable
{
    private readonly WorkingCopy _copy = new();

    public DeployScriptTests() => _copy.Docker();

    [Fact]
    public async Task From_nothing_it_makes_secrets_and_images_and_applies_them()
    {
        await using var cluster = await StartAsync();

        var script = await _copy.RunAsync("deploy.sh");

        Assert.True(script.ExitCode == 0, script.Error);
        Assert.Contains("Every pod is ready", script.Output, StringComparison.Ordinal);
        Assert.Contains("POSTGRES_PASSWORD=hush-hush", _copy.Read("infra/kubernetes/overlays/local/.env"), StringComparison.Ordinal);
        Assert.Equal(15, _copy.Calls.Count(call => call.StartsWith("docker build --progress", StringComparison.Ordinal)));
        // Each by the tag of its content, in the cluster as in Docker.
        var applied = _copy.Read("applied").Split('\n').Where(line => line.Contains("image: sre-copilot/", StringComparison.Ordinal)).Select(line => line.Split(": ")[1]).ToList();
        Assert.Equal(15, applied.Count);
        Assert.Superset(applied.ToHashSet(), _copy.Read("images").Split('\n').ToHashSet());
        Assert.DoesNotContain(applied, image => image.EndsWith(":latest", StringComparison.Ordinal));
        var secrets = _copy.Read("infra/kubernetes/overlays/local/.env").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("POSTGRES_USER", StringComparison.Ordinal)).Select(line => line.Split('=', 2)[1]).ToList();
        Assert.Equal(4, secrets.Count);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, script.Output + script.Error + string.Join('\n', _copy.Calls), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pods_are_replaced_when_a_secret_changes_and_stay_when_nothing_does()
    {
        await using var cluster = await StartAsync();
        var first = await AppliedAsync();
        var second = await AppliedAsync();
        _copy.Write("infra/kubernetes/overlays/local/.env", _copy.Read("infra/kubernetes/overlays/local/.env").Replace("hush-hush", "other", StringComparison.Ordinal));
        var third = await AppliedAsync();

        Assert.Equal(first, second);
        Assert.NotEqual(Annotation(second), Annotation(third));
        Assert.Single(Annotation(third).Distinct());

        static List<string> Annotation(string text) => [.. text.Split('\n').Where(line => line.Contains("sre-copilot/configuration:", StringComparison.Ordinal))];
    }

    [Fact]
    public async Task Another_PostgreSQL_is_known_to_everybody()
    {
        await using var cluster = await StartAsync();

        await _copy.RunAsync("deploy.sh", "--postgres", "192.168.7.8:5433");

        var applied = _copy.Read("applied");
        Assert.Contains("- ip: 192.168.7.8\n  ports:\n  - name: postgres\n    port: 5433", applied, StringComparison.Ordinal);
        Assert.Equal(14, applied.Split("POSTGRES_PORT: \"5433\"").Length - 1);
        Assert.DoesNotContain("5490", applied, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_observability_overlay_gets_its_own_key_and_token()
    {
        await using var cluster = await StartAsync();

        var script = await _copy.RunAsync("deploy.sh", "--overlay", "observability");

        Assert.True(script.ExitCode == 0, script.Error);
        Assert.Matches("DASHBOARD__OTLP__PRIMARYAPIKEY=[0-9a-f]{64}\n", _copy.Read("infra/kubernetes/overlays/observability/.env"));
        Assert.Contains("name: aspire-dashboard", _copy.Read("applied"), StringComparison.Ordinal);
        Assert.Contains("port-forward service/aspire-dashboard 18888", script.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_overlay_of_the_operations_guide_works_with_the_secrets_of_the_one_below()
    {
        await using var cluster = await StartAsync();
        var guide = await File.ReadAllTextAsync(Repository.PathOf("docs/operations.md"), TestContext.Current.CancellationToken);
        _copy.Write("infra/kubernetes/overlays/ours/kustomization.yaml", guide.Split("```yaml\n")[1].Split("```")[0]);

        var dry = await _copy.RunAsync("deploy.sh", "--overlay", "ours", "--dry-run");
        var script = await _copy.RunAsync("deploy.sh", "--overlay", "ours");

        Assert.Contains("create-env.sh --overlay production", dry.Output, StringComparison.Ordinal);
        Assert.True(script.ExitCode == 0, script.Error);
        Assert.NotEmpty(_copy.Read("infra/kubernetes/overlays/production/.env"));
        Assert.Empty(_copy.Read("infra/kubernetes/overlays/ours/.env"));
        var applied = _copy.Read("applied");
        Assert.Contains("kind: HorizontalPodAutoscaler", applied, StringComparison.Ordinal);
        Assert.Contains("host: sre.example.org", applied, StringComparison.Ordinal);
        Assert.DoesNotContain("example.com", applied, StringComparison.Ordinal);
        Assert.DoesNotContain("10.8.14.150", applied, StringComparison.Ordinal);
        Assert.DoesNotContain("5490", applied, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ErrImageNeverPull")]
    [InlineData("Pending")]
    public async Task A_pod_that_does_not_become_ready_is_explained(string reason)
    {
        await using var cluster = await StartAsync();
        cluster.Waiting["auth-service"] = reason;

        var script = await _copy.RunAsync("deploy.sh", "--timeout", "1");

        Assert.Equal(1, script.ExitCode);
        Assert.Contains("not ready: auth-service\n", script.Error, StringComparison.Ordinal);
        Assert.Contains("auth-service-7d4f9c-x2x4z: Pending, 0 restarts", script.Error, StringComparison.Ordinal);
        Assert.Contains("event: Failed   Container image is not present", script.Error, StringComparison.Ordinal);
        Assert.Contains("log:   POSTGRES_PASSWORD is not set", script.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("ai-service", script.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_with_images_of_its_own_is_handed_ours()
    {
        await using var cluster = await StartAsync();

        var script = await _copy.RunAsync("deploy.sh", "--load-with", $"cat > '{_copy.PathOf("loaded")}'");

        Assert.True(script.ExitCode == 0, script.Error);
        Assert.Contains("Handing 15 images to the node", script.Output, StringComparison.Ordinal);
        Assert.Single(_copy.Calls, call => call.StartsWith("docker save sre-copilot/ai-service:", StringComparison.Ordinal));
        Assert.True(File.Exists(_copy.PathOf("loaded")));
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        await using var cluster = await StartAsync();

        var script = await _copy.RunAsync("deploy.sh", "--dry-run");

        Assert.True(script.ExitCode == 0, script.Error);
        Assert.Contains("create-env.sh --overlay local", script.Output, StringComparison.Ordinal);
        Assert.Contains("newTag: ", script.Output, StringComparison.Ordinal);
        Assert.Contains("+ kubectl --context docker-desktop apply --kustomize ", script.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_copy.PathOf("infra/kubernetes/overlays/local/.env")));
        Assert.False(Directory.Exists(_copy.PathOf("infra/kubernetes/overlays/.generated")));
        Assert.Empty(_copy.Read("applied"));
        Assert.DoesNotContain(_copy.Calls, call => call.StartsWith("docker build --progress", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("there is no overlay 'nope'. There are: local observability production", "--overlay", "nope")]
    [InlineData("--timeout takes a number of seconds, not 'soon'", "--timeout", "soon")]
    [InlineData("--postgres takes an address such as 10.8.14.150:5490, not 'db'", "--postgres", "db")]
    [InlineData("--context needs a value", "--context")]
    public async Task An_option_that_means_nothing(string expected, params string[] options)
    {
        var script = await _copy.RunAsync("deploy.sh", options);

        Assert.Equal(2, script.ExitCode);
        Assert.Contains(expected, script.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _copy.Dispose();

    private async Task<FakeCluster> StartAsync()
    {
        Tools.RequireKubectl();
        return await FakeCluster.StartAsync(_copy);
    }

    private async Task<string> AppliedAsync()
    {
        var script = await _copy.RunAsync("deploy.sh");
        Assert.True(script.ExitCode == 0, script.Error);
        return _copy.Read("applied");
    }
}
