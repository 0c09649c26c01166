using System.Runtime.Versioning;

namespace SreCopilot.KubernetesManifests.Tests;

/// <summary>Which cluster the scripts that change or check one dare to touch.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ContextTests : IDisposable
{
    private readonly WorkingCopy _copy = new();

    public ContextTests() => _copy.Docker();

    public static TheoryData<string> Scripts => ["deploy.sh", "verify.sh", "teardown.sh"];

    [Theory, MemberData(nameof(Scripts))]
    public async Task A_cluster_far_away_must_be_named(string script)
    {
        Use("prod-eu", "https://k8s.example.com:6443");

        var refused = await _copy.RunAsync(script, "--dry-run");
        var named = await _copy.RunAsync(script, "--dry-run", "--context", "prod-eu");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("'prod-eu' (https://k8s.example.com:6443) is not a local cluster. If you mean it: --context prod-eu", refused.Error, StringComparison.Ordinal);
        Assert.True(named.ExitCode == 0, named.Error);
    }

    [Theory]
    [InlineData("docker-desktop", "https://kubernetes.docker.internal:6443")]
    [InlineData("minikube", "https://192.168.49.2:8443")]
    [InlineData("kind-dev", "https://172.18.0.2:6443")]
    [InlineData("k3d-dev", "https://0.0.0.0:6550")]
    [InlineData("rancher-desktop", "https://x:6443")]
    [InlineData("orbstack", "https://x:6443")]
    [InlineData("colima", "https://x:6443")]
    [InlineData("any", "https://127.0.0.1:6443")]
    [InlineData("any", "https://localhost:6443")]
    [InlineData("any", "https://[::1]:6443")]
    public async Task A_local_cluster_needs_no_words(string context, string server)
    {
        Use(context, server);

        var script = await _copy.RunAsync("teardown.sh", "--dry-run");

        Assert.True(script.ExitCode == 0, script.Error);
        Assert.Contains($"+ kubectl --context {context} delete namespace sre-copilot", script.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kindergarten", "https://10.0.0.1:6443")]
    [InlineData("any", "https://localhost.example.com:6443")]
    [InlineData("any", "https://127.0.0.1.example.com:6443")]
    public async Task What_only_looks_local_is_refused(string context, string server)
    {
        Use(context, server);

        Assert.Equal(1, (await _copy.RunAsync("teardown.sh", "--dry-run")).ExitCode);
    }

    [Theory, MemberData(nameof(Scripts))]
    public async Task Without_any_context_it_says_what_to_do(string script)
    {
        Tools.RequireKubectl();
        _copy.Write("kubeconfig", "{}");
        _copy.Environment["KUBECONFIG"] = _copy.PathOf("kubeconfig");

        var none = await _copy.RunAsync(script, "--dry-run");
        var unknown = await _copy.RunAsync(script, "--dry-run", "--context", "nope");

        Assert.Contains("no kube-context is chosen", none.Error, StringComparison.Ordinal);
        Assert.Contains("there is no kube-context 'nope'", unknown.Error, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Scripts))]
    public async Task A_cluster_that_does_not_answer_is_said_in_words(string script)
    {
        // Nothing listens on port 1.
        Use("docker-desktop", "http://127.0.0.1:1");

        var result = await _copy.RunAsync(script);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("the cluster of kube-context 'docker-desktop' does not answer", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _copy.Dispose();

    private void Use(string context, string server)
    {
        Tools.RequireKubectl();
        _copy.Write("kubeconfig", $$$"""
            apiVersion: v1
            kind: Config
            current-context: {{{context}}}
            clusters: [{name: x, cluster: {server: "{{{server}}}"}}]
            contexts: [{name: {{{context}}}, context: {cluster: x, user: x}}]
            users: [{name: x, user: {}}]
            """);
        _copy.Environment["KUBECONFIG"] = _copy.PathOf("kubeconfig");
    }
}
