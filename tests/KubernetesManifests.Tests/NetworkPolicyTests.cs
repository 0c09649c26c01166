using System.Text.RegularExpressions;
using k8s.Models;

namespace SreCopilot.KubernetesManifests.Tests;

/// <summary>The network policies allow exactly the connections of the model: evaluated pod by pod, as a network plugin does.</summary>
public sealed partial class NetworkPolicyTests(ProductionOverlay overlay)
{
    [Fact]
    public void Pods_reach_each_other_exactly_where_the_AppHost_says_so()
    {
        var pods = overlay.Deployments.ToDictionary(deployment => deployment.Name(), deployment => deployment.Spec.Template.Metadata.Labels);
        pods.Add("redis", overlay.Redis.Spec.Template.Metadata.Labels);

        var allowed = from source in pods
                      from target in pods
                      where source.Key != target.Key && Allows(source.Value, target.Value, PortOf(target.Key))
                      select $"{source.Key} -> {target.Key}";

        Assert.Equal(Modelled().Order(), allowed.Order());
    }

    [Fact]
    public void Backends_reach_PostgreSQL_and_nothing_else_does()
    {
        var rules = Policies(egress: true)
            .SelectMany(policy => policy.Spec.Egress ?? [], (policy, rule) => (Policy: policy, Rule: rule))
            .Where(pair => pair.Rule.Ports?.Any(port => port.Port.Value == "5490") == true)
            .ToList();

        var rule = Assert.Single(rules);
        Assert.Equal($"{overlay.Named<V1ConfigMap>("auth-service-env").Data["POSTGRES_HOST"]}/32", Assert.Single(rule.Rule.To).IpBlock.Cidr);
        Assert.All(overlay.Deployments, deployment =>
            Assert.Equal(deployment.Name() != "frontend", Matches(rule.Policy.Spec.PodSelector, deployment.Spec.Template.Metadata.Labels)));
    }

    [Fact]
    public void Everything_is_denied_by_default_and_names_can_be_looked_up()
    {
        var everybody = Policies(egress: true).Where(policy => Matches(policy.Spec.PodSelector, new Dictionary<string, string>())).ToList();

        Assert.Contains(everybody, policy => policy.Spec.PolicyTypes.Contains("Ingress") && policy.Spec.Ingress is null && policy.Spec.Egress is null);
        Assert.Contains(everybody, policy => policy.Spec.Egress?.Any(rule => rule.Ports.Any(port => port is { Protocol: "UDP", Port.Value: "53" })) == true);
    }

    [Fact]
    public void Nobody_reaches_private_addresses_through_the_internet_rule()
    {
        var blocks = overlay.Named<V1NetworkPolicy>("internet").Spec.Egress.SelectMany(rule => rule.To).Select(peer => peer.IpBlock).ToList();

        Assert.Superset(
            new HashSet<string> { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8" },
            Assert.Single(blocks, block => block.Cidr == "0.0.0.0/0").Except.ToHashSet());
        Assert.Superset(new HashSet<string> { "fc00::/7", "fe80::/10" }, Assert.Single(blocks, block => block.Cidr == "::/0").Except.ToHashSet());
    }

    [Fact]
    public void Every_service_that_calls_out_is_let_out()
    {
        var selector = overlay.Named<V1NetworkPolicy>("internet").Spec.PodSelector;
        var callers = overlay.Backends.Where(backend => CallsOut(backend.Name())).ToList();

        Assert.NotEmpty(callers);
        Assert.All(callers, backend => Assert.True(Matches(selector, backend.Spec.Template.Metadata.Labels), $"{backend.Name()} uses SreCopilot.OutboundHttp and is not in network/internet.yaml"));
    }

    private static bool CallsOut(string service) =>
        Directory.EnumerateFiles(Repository.PathOf($"services/{service}"), "*.cs", SearchOption.AllDirectories)
            .Any(path => File.ReadAllText(path).Contains("AddOutboundHttp(", StringComparison.Ordinal));

    // An address of a service in a ConfigMap is a connection; ConnectionStrings__redis is one, too.
    private HashSet<string> Modelled() =>
        [.. from map in overlay.All<V1ConfigMap>()
            from value in map.Data.Values
            let target = Address().Match(value)
            where target.Success
            select $"{map.Name()[..^"-env".Length]} -> {target.Groups["host"].Value}"];

    private int PortOf(string service) => overlay.Named<V1Service>(service).Spec.Ports[0].Port;

    private bool Allows(IDictionary<string, string> source, IDictionary<string, string> target, int port) =>
        Policies(egress: true).Where(policy => Matches(policy.Spec.PodSelector, source))
            .SelectMany(policy => policy.Spec.Egress ?? [])
            .Any(rule => Covers(rule.To, rule.Ports, target, port))
        && Policies(egress: false).Where(policy => Matches(policy.Spec.PodSelector, target))
            .SelectMany(policy => policy.Spec.Ingress ?? [])
            .Any(rule => Covers(rule.FromProperty, rule.Ports, source, port));

    private IEnumerable<V1NetworkPolicy> Policies(bool egress) =>
        overlay.All<V1NetworkPolicy>().Where(policy => policy.Spec.PolicyTypes.Contains(egress ? "Egress" : "Ingress"));

    private static bool Covers(IList<V1NetworkPolicyPeer>? peers, IList<V1NetworkPolicyPort>? ports, IDictionary<string, string> pod, int port) =>
        (peers is null || peers.Any(peer => peer is { IpBlock: null, NamespaceSelector: null } && Matches(peer.PodSelector, pod)))
        && (ports is null || ports.Any(allowed => allowed.Port.Value == port.ToString()));

    private static bool Matches(V1LabelSelector selector, IDictionary<string, string> labels) =>
        (selector.MatchLabels ?? new Dictionary<string, string>()).All(label => labels.TryGetValue(label.Key, out var value) && value == label.Value)
        && (selector.MatchExpressions ?? []).All(expression => expression.OperatorProperty == "In"
            ? labels.TryGetValue(expression.Key, out var value) && expression.Values.Contains(value)
            : throw new NotSupportedException(expression.OperatorProperty));

    [GeneratedRegex("^(http://)?(?<host>[a-z-]+):[0-9]+$")]
    private static partial Regex Address();
}
