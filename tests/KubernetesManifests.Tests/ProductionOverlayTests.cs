using k8s.Models;

namespace SreCopilot.KubernetesManifests.Tests;

/// <summary>The overlay for users. A service added to the AppHost and forgotten here fails.</summary>
public sealed class ProductionOverlayTests(ProductionOverlay overlay)
{
    [Fact]
    public void Every_deployment_has_an_autoscaler_with_two_replicas_at_least()
    {
        var autoscalers = overlay.All<V2HorizontalPodAutoscaler>();
        Assert.Equal(overlay.Deployments.Select(deployment => deployment.Name()).Order(), autoscalers.Select(autoscaler => autoscaler.Name()).Order());
        Assert.All(autoscalers, autoscaler =>
        {
            Assert.Equal(("Deployment", autoscaler.Name()), (autoscaler.Spec.ScaleTargetRef.Kind, autoscaler.Spec.ScaleTargetRef.Name));
            Assert.True(autoscaler.Spec.MinReplicas >= 2);
            Assert.True(autoscaler.Spec.MaxReplicas > autoscaler.Spec.MinReplicas);
        });
        // A number of replicas would undo what the autoscaler decided, at every apply.
        Assert.All(overlay.Deployments, deployment => Assert.Null(deployment.Spec.Replicas));
    }

    [Fact]
    public void Every_deployment_has_a_disruption_budget_that_selects_its_pods()
    {
        var budgets = overlay.All<V1PodDisruptionBudget>();
        Assert.Equal(overlay.Deployments.Select(deployment => deployment.Name()).Order(), budgets.Select(budget => budget.Name()).Order());
        Assert.All(budgets, budget =>
        {
            Assert.Equal("1", budget.Spec.MaxUnavailable.Value);
            Assert.Equal(budget.Name(), budget.Spec.Selector.MatchLabels["app"]);
        });
    }

    [Fact]
    public void Replicas_of_one_version_are_spread_over_nodes_and_zones()
    {
        Assert.All(overlay.Deployments, deployment =>
        {
            var pod = deployment.Spec.Template;
            Assert.Equal(["kubernetes.io/hostname", "topology.kubernetes.io/zone"], pod.Spec.TopologySpreadConstraints.Select(constraint => constraint.TopologyKey).Order());
            Assert.All(pod.Spec.TopologySpreadConstraints, constraint =>
            {
                Assert.Equal(["app", "pod-template-hash"], constraint.MatchLabelKeys);
                Assert.All(constraint.LabelSelector.MatchLabels, label => Assert.Equal(label.Value, pod.Metadata.Labels[label.Key]));
            });
        });
    }

    [Fact]
    public void The_only_way_in_is_the_ingress_by_TLS()
    {
        Assert.All(overlay.All<V1Service>(), service => Assert.True(service.Spec.Type is null or "ClusterIP"));
        // One for browsers and HTTP, one for OTLP over gRPC.
        Assert.Equal(2, overlay.All<V1Ingress>().Count);
        Assert.All(overlay.All<V1Ingress>().Select(ingress => ingress.Spec), ingress =>
        {
            var rule = Assert.Single(ingress.Rules);
            Assert.Equal([rule.Host], Assert.Single(ingress.Tls).Hosts);
            Assert.NotEmpty(ingress.Tls[0].SecretName);
            Assert.Equal("frontend", Assert.Single(rule.Http.Paths).Backend.Service.Name);
        });
    }

    [Fact]
    public void What_runs_is_probed_confined_and_given_its_secrets_as_everywhere()
    {
        Assert.All(overlay.Deployments, deployment =>
        {
            var container = Assert.Single(deployment.Spec.Template.Spec.Containers);
            Assert.Equal("/health", container.ReadinessProbe.HttpGet.Path);
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.Equal("IfNotPresent", container.ImagePullPolicy);
            Assert.Equal("0", deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.Value);
            Assert.Equal(deployment.Name() != "frontend", container.EnvFrom.Any(source => source.SecretRef?.Name == "common-secrets"));
        });
        Assert.DoesNotContain(overlay.Secrets.Values, value => overlay.Text.Contains(value, StringComparison.Ordinal));
    }
}
