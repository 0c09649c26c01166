using k8s.Models;

namespace SreCopilot.KubernetesManifests.Tests;

/// <summary>The Aspire dashboard in the cluster, and what sends to it.</summary>
public sealed class ObservabilityOverlayTests(ObservabilityOverlay overlay)
{
    private const string Dashboard = "aspire-dashboard";

    [Fact]
    public void Every_service_sends_its_telemetry_to_the_dashboard_with_the_key()
    {
        var port = Assert.Single(overlay.Named<V1Service>(Dashboard).Spec.Ports, port => port.Name == "otlp-grpc").Port;
        Assert.All(overlay.Deployments, deployment =>
        {
            var data = overlay.Named<V1ConfigMap>($"{deployment.Name()}-env").Data;
            Assert.Equal($"http://{Dashboard}:{port}", data["OTEL_EXPORTER_OTLP_ENDPOINT"]);
            Assert.Equal("grpc", data["OTEL_EXPORTER_OTLP_PROTOCOL"]);
            // A variable can refer to one that stands before it.
            var variables = Container(deployment).Env;
            var key = variables.Single(variable => variable.ValueFrom?.SecretKeyRef?.Key == "DASHBOARD__OTLP__PRIMARYAPIKEY");
            var headers = variables.Single(variable => variable.Name == "OTEL_EXPORTER_OTLP_HEADERS");
            Assert.Equal($"x-otlp-api-key=$({key.Name})", headers.Value);
            Assert.True(variables.IndexOf(key) < variables.IndexOf(headers));
        });
    }

    [Fact]
    public void The_dashboard_asks_for_a_token_and_a_key_and_is_not_reachable_from_outside()
    {
        var environment = Container(overlay.Named<V1Deployment>(Dashboard)).Env.ToDictionary(variable => variable.Name, variable => variable.Value);
        Assert.Equal("BrowserToken", environment["DASHBOARD__FRONTEND__AUTHMODE"]);
        Assert.Equal("ApiKey", environment["DASHBOARD__OTLP__AUTHMODE"]);
        Assert.Equal(Overlay.SecretNames("observability").Order(), overlay.Named<V1Secret>(Dashboard).Data.Keys.Order());
        Assert.Contains(overlay.Named<V1Service>(Dashboard).Spec.Type, new[] { null, "ClusterIP" });
        Assert.DoesNotContain(overlay.Secrets.Values, value => overlay.Text.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public void The_dashboard_runs_unprivileged_on_a_read_only_file_system()
    {
        var pod = overlay.Named<V1Deployment>(Dashboard).Spec.Template.Spec;
        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.False(pod.AutomountServiceAccountToken);
        Assert.True(Assert.Single(pod.Containers).SecurityContext.ReadOnlyRootFilesystem);
        Assert.DoesNotMatch("latest$|aspire-dashboard$", Assert.Single(pod.Containers).Image);
    }

    private static V1Container Container(V1Deployment deployment) => Assert.Single(deployment.Spec.Template.Spec.Containers);
}
