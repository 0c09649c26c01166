using System.Globalization;
using k8s.Models;

namespace SreCopilot.KubernetesManifests.Tests;

/// <summary>What a deployment to a local cluster needs beyond the generated base. A service added to the AppHost is held to all of it.</summary>
public sealed class LocalOverlayTests(LocalOverlay overlay)
{
    private static readonly Dictionary<string, int> Ports = new()
    {
        ["api-gateway"] = 8500, ["auth-service"] = 8501, ["incident-service"] = 8502, ["ai-service"] = 8503, ["integration-service"] = 8504,
        ["websocket-service"] = 8505, ["audit-service"] = 8508, ["metrics-collector-service"] = 8509, ["log-service"] = 8510,
        ["alerting-service"] = 8511, ["synthetic-service"] = 8512, ["security-service"] = 8513, ["cloud-connector-service"] = 8514,
        ["cicd-connector-service"] = 8515, ["frontend"] = 8080,
    };

    [Fact]
    public void Sixteen_pods_each_on_the_port_of_the_contract()
    {
        Assert.Equal(Ports.Keys.Order(), overlay.Deployments.Select(deployment => deployment.Name()).Order());
        Assert.Equal("redis", overlay.Redis.Name());
        Assert.Equal(16, overlay.Deployments.Sum(deployment => deployment.Spec.Replicas) + overlay.Redis.Spec.Replicas);
        Assert.All(overlay.Deployments, deployment =>
        {
            var ports = Container(deployment).Ports;
            // The entry point also takes OTLP over gRPC.
            Assert.Equal(deployment.Name() == "frontend" ? [Ports["frontend"], 4317] : [Ports[deployment.Name()]], ports.Select(port => port.ContainerPort));
            var services = overlay.Named<V1Service>(deployment.Name()).Spec.Ports;
            Assert.Equal(ports.Select(port => port.ContainerPort), services.Select(port => port.Port));
            Assert.Equal(ports.Select(port => port.ContainerPort.ToString()), services.Select(port => port.TargetPort.Value));
        });
    }

    [Fact]
    public void Everything_lives_in_its_namespace()
    {
        Assert.Equal("sre-copilot", Assert.Single(overlay.All<V1Namespace>()).Name());
        Assert.All(overlay.All<k8s.IKubernetesObject<V1ObjectMeta>>().Where(item => item is not V1Namespace), item => Assert.Equal("sre-copilot", item.Namespace()));
    }

    [Fact]
    public void Only_the_entry_point_is_reachable_from_outside()
    {
        var exposed = Assert.Single(overlay.All<V1Service>(), service => service.Spec.Type != "ClusterIP" && service.Spec.ClusterIP != "None");
        Assert.Equal("frontend", exposed.Name());
        Assert.Equal("NodePort", exposed.Spec.Type);
        Assert.Equal([30000, 30317], exposed.Spec.Ports.Select(port => port.NodePort!.Value));
    }

    [Fact]
    public void Every_deployment_is_probed_for_life_and_readiness_apart()
    {
        Assert.All(overlay.Deployments.Select(Container), container =>
        {
            Assert.Equal("/health", container.ReadinessProbe.HttpGet.Path);
            Assert.Equal("/alive", container.LivenessProbe.HttpGet.Path);
            Assert.Equal("/alive", container.StartupProbe.HttpGet.Path);
            Assert.All([container.ReadinessProbe, container.LivenessProbe, container.StartupProbe], probe => Assert.Equal("http", probe.HttpGet.Port.Value));
        });
        Assert.Equal(["redis-cli", "ping"], Container(overlay.Redis).ReadinessProbe.Exec.Command);
        Assert.NotNull(Container(overlay.Redis).LivenessProbe);
    }

    [Fact]
    public void Requests_and_limits_are_those_of_the_design()
    {
        Assert.All(overlay.Backends.Select(Container), container =>
        {
            Assert.InRange(Cpu(container.Resources.Requests), 0.05, 0.1);
            Assert.Equal(0.2, Cpu(container.Resources.Limits));
            Assert.InRange(Mebibytes(container.Resources.Requests), 1, 128);
            Assert.Equal(256, Mebibytes(container.Resources.Limits));
        });
        AssertResources(Container(overlay.Named<V1Deployment>("frontend")), 0.01, 0.05, 64, 128);
        AssertResources(Container(overlay.Redis), 0.1, 0.25, 128, 256);
    }

    [Fact]
    public void All_requests_together_leave_room_on_a_small_node()
    {
        var containers = overlay.Deployments.Select(Container).Append(Container(overlay.Redis)).ToList();

        Assert.InRange(containers.Sum(container => Cpu(container.Resources.Requests)), 0.1, 1.1);
        Assert.InRange(containers.Sum(container => Mebibytes(container.Resources.Requests)), 100, 1536);
    }

    [Fact]
    public void Every_backend_and_nothing_else_gets_the_secret()
    {
        Assert.All(overlay.Backends, backend => Assert.Contains(Container(backend).EnvFrom, source => source.SecretRef?.Name == "common-secrets"));
        Assert.DoesNotContain(Container(overlay.Named<V1Deployment>("frontend")).EnvFrom, source => source.SecretRef is not null);
        Assert.Equal(Overlay.SecretNames("local").Order(), overlay.Named<V1Secret>("common-secrets").Data.Keys.Order());
    }

    [Fact]
    public void No_secret_is_in_a_config_map_or_anywhere_else_in_clear()
    {
        string[] words = ["PASSWORD", "SECRET", "_KEY", "TOKEN"];
        Assert.All(overlay.All<V1ConfigMap>(), map => Assert.DoesNotContain(map.Data.Keys, key => words.Any(word => key.Contains(word, StringComparison.OrdinalIgnoreCase))));
        Assert.All(overlay.Secrets.Values, value => Assert.DoesNotContain(value, overlay.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void PostgreSQL_outside_the_cluster_is_reached_by_the_name_of_a_service()
    {
        var service = overlay.Named<V1Service>("postgres");
        Assert.Equal("None", service.Spec.ClusterIP);
        Assert.Null(service.Spec.Selector);
        var subset = Assert.Single(overlay.Named<V1Endpoints>("postgres").Subsets);
        Assert.Equal("10.8.14.150", Assert.Single(subset.Addresses).Ip);
        Assert.Equal(5490, Assert.Single(subset.Ports).Port);
        Assert.Equal(5490, Assert.Single(service.Spec.Ports).Port);
        Assert.All(overlay.Backends, backend =>
        {
            var data = overlay.Named<V1ConfigMap>($"{backend.Name()}-env").Data;
            Assert.Equal("postgres", data["POSTGRES_HOST"]);
            Assert.Equal("5490", data["POSTGRES_PORT"]);
        });
    }

    [Fact]
    public void Our_images_are_never_pulled_and_the_image_of_Redis_once()
    {
        Assert.All(overlay.Deployments, deployment =>
        {
            Assert.Equal("Never", Container(deployment).ImagePullPolicy);
            Assert.StartsWith($"sre-copilot/{deployment.Name()}:", Container(deployment).Image, StringComparison.Ordinal);
        });
        Assert.Equal("IfNotPresent", Container(overlay.Redis).ImagePullPolicy);
    }

    [Fact]
    public void Every_pod_runs_unprivileged_on_a_read_only_file_system()
    {
        Assert.All(Pods(), pod =>
        {
            Assert.True(pod.SecurityContext.RunAsNonRoot);
            Assert.True(pod.SecurityContext.RunAsUser > 0);
            Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
            Assert.False(pod.AutomountServiceAccountToken);
            Assert.False(pod.EnableServiceLinks);
            var container = Assert.Single(pod.Containers).SecurityContext;
            Assert.True(container.ReadOnlyRootFilesystem);
            Assert.False(container.AllowPrivilegeEscalation);
            Assert.Equal(["ALL"], container.Capabilities.Drop);
        });
        Assert.All(overlay.Deployments, deployment => Assert.Equal(64198, deployment.Spec.Template.Spec.SecurityContext.RunAsUser));
    }

    [Fact]
    public void A_new_version_replaces_the_old_one_without_a_gap()
    {
        Assert.All(overlay.Deployments, deployment =>
        {
            Assert.Equal("RollingUpdate", deployment.Spec.Strategy.Type);
            Assert.Equal("0", deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.Value);
            Assert.Null(deployment.Spec.MinReadySeconds);
            var pause = Container(deployment).Lifecycle.PreStop.Sleep.Seconds;
            Assert.InRange(int.Parse(Assert.Single(Container(deployment).Env, variable => variable.Name == "DRAIN_SECONDS").Value, CultureInfo.InvariantCulture), 1, 20);
            Assert.True(deployment.Spec.Template.Spec.TerminationGracePeriodSeconds >= pause + 25, "25 s for the requests in flight");
        });
    }

    [Fact]
    public void Redis_keeps_its_data_in_a_volume_and_stays_within_its_limit()
    {
        Assert.Equal("redis-data", Assert.Single(overlay.Redis.Spec.VolumeClaimTemplates).Name());
        Assert.Equal("/data", Assert.Single(Container(overlay.Redis).VolumeMounts).MountPath);
        Assert.Contains("--maxmemory 128mb", Container(overlay.Redis).Args[1], StringComparison.Ordinal);
    }

    private static V1Container Container(V1Deployment deployment) => Assert.Single(deployment.Spec.Template.Spec.Containers);

    private static V1Container Container(V1StatefulSet set) => Assert.Single(set.Spec.Template.Spec.Containers);

    private List<V1PodSpec> Pods() => [.. overlay.Deployments.Select(deployment => deployment.Spec.Template.Spec), overlay.Redis.Spec.Template.Spec];

    private static double Cpu(IDictionary<string, ResourceQuantity> quantities) => (double)quantities["cpu"].ToDecimal();

    private static double Mebibytes(IDictionary<string, ResourceQuantity> quantities) => (double)quantities["memory"].ToDecimal() / (1 << 20);

    private static void AssertResources(V1Container container, double cpuRequest, double cpuLimit, double memoryRequest, double memoryLimit)
    {
        Assert.Equal(cpuRequest, Cpu(container.Resources.Requests));
        Assert.Equal(cpuLimit, Cpu(container.Resources.Limits));
        Assert.Equal(memoryRequest, Mebibytes(container.Resources.Requests));
        Assert.Equal(memoryLimit, Mebibytes(container.Resources.Limits));
    }
}
