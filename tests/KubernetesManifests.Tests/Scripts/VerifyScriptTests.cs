using System.Runtime.Versioning;

namespace SreCopilot.KubernetesManifests.Tests;

/// <summary><c>verify.sh</c> and <c>teardown.sh</c>, with the real kubectl against an API that answers like a cluster.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class VerifyScriptTests : IDisposable
{
    private readonly WorkingCopy _copy = new();

    [Fact]
    public async Task Every_row_passes_with_its_evidence()
    {
        await using var cluster = await StartAsync();

        var script = await VerifyAsync(cluster);

        Assert.True(script.ExitCode == 0, script.Output + script.Error);
        Assert.Contains("PASS  16 pods Running 1/1                16 pods Running and ready", script.Output, StringComparison.Ordinal);
        Assert.Contains("PASS  Redis answers                      redis-cli ping: PONG", script.Output, StringComparison.Ordinal);
        Assert.Contains("PASS  PostgreSQL reachable from pods     postgres:5490 accepts connections", script.Output, StringComparison.Ordinal);
        Assert.Contains("PASS  14 services healthy                14 of 14 answer 200 healthy", script.Output, StringComparison.Ordinal);
        Assert.Contains($"PASS  Entry point                        GET {cluster.Address}/: 200", script.Output, StringComparison.Ordinal);
        Assert.Contains("PASS  API through the entry point", script.Output, StringComparison.Ordinal);
        Assert.Matches("PASS  Registration +register 200, log in 200, who am I 200 [(]verify-[0-9a-f]{16}@example.com[)]", script.Output);
        Assert.Contains("PASS  No restarts                        0 restarts", script.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("FAIL", script.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_row_can_fail_with_its_evidence()
    {
        await using var cluster = await StartAsync();
        cluster.Waiting["log-service"] = "CrashLoopBackOff";
        cluster.Restarts = 2;
        cluster.Unhealthy.Add("auth-service");
        cluster.RegistrationStatus = 503;
        _copy.Environment["REDIS_ANSWER"] = "LOADING";

        var script = await VerifyAsync(cluster);

        Assert.Equal(1, script.ExitCode);
        Assert.Contains("FAIL  16 pods Running 1/1                15 pods Running and ready; not: log-service-7d4f9c-x2x4z (Pending, CrashLoopBackOff)", script.Output, StringComparison.Ordinal);
        Assert.Contains("FAIL  Redis answers                      redis-cli ping: LOADING", script.Output, StringComparison.Ordinal);
        Assert.Contains("FAIL  PostgreSQL reachable from pods     postgres:5490 cannot be reached", script.Output, StringComparison.Ordinal);
        Assert.Contains("FAIL  14 services healthy                13 of 14 answer 200 healthy; auth-service: ", script.Output, StringComparison.Ordinal);
        Assert.Contains("FAIL  Registration                       register 503", script.Output, StringComparison.Ordinal);
        Assert.Contains("FAIL  No restarts                        32 restarts", script.Output, StringComparison.Ordinal);
        Assert.Contains("6 checks failed", script.Error, StringComparison.Ordinal);
        Assert.Contains("log-service-7d4f9c-x2x4z: Pending, 2 restarts, CrashLoopBackOff", script.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_network_policies_keep_out_is_seen_through_api_gateway()
    {
        await using var cluster = await StartAsync();
        cluster.Unreachable = true;
        // redis-0 cannot connect anywhere, either.
        _copy.Environment["REDIS_EGRESS"] = "closed";

        var script = await VerifyAsync(cluster);

        Assert.True(script.ExitCode == 0, script.Output + script.Error);
        Assert.Contains("PASS  14 services healthy                14 of 14 answer 200 healthy", script.Output, StringComparison.Ordinal);
        Assert.Contains("PASS  PostgreSQL reachable from pods     postgres:5490 answers auth-service", script.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_only_registers_nobody()
    {
        await using var cluster = await StartAsync();

        var script = await VerifyAsync(cluster, "--read-only");

        Assert.Equal(0, script.ExitCode);
        Assert.DoesNotContain("Registration", script.Output, StringComparison.Ordinal);
        Assert.Empty(cluster.Writes);
    }

    [Fact]
    public async Task A_dry_run_asks_nothing()
    {
        await using var cluster = await StartAsync();

        var script = await VerifyAsync(cluster, "--dry-run");

        Assert.Equal(0, script.ExitCode);
        Assert.Contains("16 pods Running 1/1", script.Output, StringComparison.Ordinal);
        Assert.All(_copy.Calls, call => Assert.StartsWith("kubectl config ", call, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Teardown_asks_before_it_deletes_the_namespace()
    {
        await using var cluster = await StartAsync();

        var unasked = await _copy.RunAsync("teardown.sh");
        Assert.Equal(1, unasked.ExitCode);
        Assert.Contains("there is no terminal to ask on: pass --yes", unasked.Error, StringComparison.Ordinal);
        Assert.Empty(cluster.Writes);

        await _copy.RunAsync("teardown.sh", "--yes");
        Assert.Equal(["DELETE /api/v1/namespaces/sre-copilot"], cluster.Writes);
    }

    public void Dispose() => _copy.Dispose();

    private Task<Script> VerifyAsync(FakeCluster cluster, params string[] arguments) => _copy.RunAsync("verify.sh", ["--url", cluster.Address, .. arguments]);

    private async Task<FakeCluster> StartAsync()
    {
        Tools.RequireKubectl();
        return await FakeCluster.StartAsync(_copy);
    }
}
