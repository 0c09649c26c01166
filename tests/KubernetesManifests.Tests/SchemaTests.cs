using SreCopilot.KubernetesManifests.Tests.Schema;

namespace SreCopilot.KubernetesManifests.Tests;

/// <summary>Everything that is applied is what Kubernetes 1.34 knows.</summary>
public sealed class SchemaTests(LocalOverlay local, ObservabilityOverlay observability, ProductionOverlay production)
{
    public static TheoryData<string> Overlays => [.. Directory.EnumerateDirectories(Repository.PathOf("infra/kubernetes/overlays"))
        .Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith('.'))];

    [Theory, MemberData(nameof(Overlays))]
    public async Task Every_object_fits_the_schema(string name)
    {
        var overlay = new Overlay[] { local, observability, production }.Single(overlay => overlay.Name == name);
        Assert.NotEmpty(overlay.All<object>());

        Assert.Empty((await KubernetesSchema.LoadAsync()).Validate(overlay.Text));
    }

    [Theory]
    [InlineData("{apiVersion: v1, kind: Service, metadata: {name: x}, spec: {ports: [{port: 1, targetport: 1}]}}", "targetport")]
    [InlineData("{apiVersion: v1, kind: Service, metadata: {name: x}, spec: {ports: [{port: '1'}]}}", "port")]
    [InlineData("{apiVersion: v1, kind: Service, metadata: {name: x}, spec: {ports: [{targetPort: 1}]}}", "port")]
    [InlineData("{apiVersion: apps/v1, kind: Deployment, metadata: {name: x}, spec: {selector: {}, template: {spec: {containers: [{name: x, resource: {}}]}}}}", "resource")]
    [InlineData("{apiVersion: apps/v1beta1, kind: Deployment, metadata: {name: x}}", "apps/v1beta1/Deployment")]
    public async Task A_mistake_is_found(string yaml, string expected)
    {
        var mistake = Assert.Single((await KubernetesSchema.LoadAsync()).Validate(yaml));

        Assert.Contains(expected, mistake, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_new_in_1_34_and_what_came_later_are_told_apart()
    {
        const string Pod = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: x}, spec: {selector: {}, template: {spec: {containers: [], FIELD: {}}}}}";
        var schema = await KubernetesSchema.LoadAsync();

        Assert.DoesNotContain(schema.Validate(Pod.Replace("FIELD: {}", "hostnameOverride: x", StringComparison.Ordinal)), mistake => mistake.Contains("hostnameOverride", StringComparison.Ordinal));
        Assert.Contains(schema.Validate(Pod.Replace("FIELD", "workloadRef", StringComparison.Ordinal)), mistake => mistake.Contains("workloadRef", StringComparison.Ordinal));
    }
}
