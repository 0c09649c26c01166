using System.Runtime.Versioning;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SreCopilot.KubernetesManifests.Tests;

/// <summary>
/// As much of a Kubernetes API as kubectl asks for when it lists pods, workloads, events and logs, and of the platform as
/// verify.sh asks for. The real kubectl talks to it, except for <c>apply</c>, whose outcome is written to the file
/// <c>applied</c>, and <c>exec</c>.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed class FakeCluster : IAsyncDisposable
{
    private static readonly string[] Verbs = ["get", "list", "delete"];

    private readonly WebApplication _server;

    private FakeCluster(WebApplication server) => _server = server;

    public string Address => _server.Urls.First();

    /// <summary>Applications whose pod is not ready, and why its container waits.</summary>
    public Dictionary<string, string> Waiting { get; } = [];

    public int Restarts { get; set; }

    /// <summary>Services whose <c>/health</c> is 503.</summary>
    public HashSet<string> Unhealthy { get; } = [];

    /// <summary>Whether pods refuse connections of the API server.</summary>
    public bool Unreachable { get; set; }

    /// <summary>Whether new claims get a volume.</summary>
    public bool DefaultStorageClass { get; set; } = true;

    public int RegistrationStatus { get; set; } = 200;

    /// <summary>Writing requests, as METHOD PATH.</summary>
    public List<string> Writes { get; } = [];

    private static IEnumerable<string> Applications => Directory.EnumerateDirectories(Repository.PathOf("aspirate-output")).Select(folder => Path.GetFileName(folder)!);

    /// <summary>Starts it and makes it the current kube-context of the working copy.</summary>
    public static async Task<FakeCluster> StartAsync(WorkingCopy copy, string context = "docker-desktop")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var cluster = new FakeCluster(server);
        server.Run(cluster.AnswerAsync);
        await server.StartAsync();

        copy.Write("kubeconfig", JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Config",
            ["current-context"] = context,
            ["clusters"] = new[] { new { name = "x", cluster = new { server = cluster.Address } } },
            ["contexts"] = new[] { new { name = context, context = new { cluster = "x", user = "x" } } },
            ["users"] = new[] { new { name = "x", user = new { } } },
        }));
        copy.Environment["KUBECONFIG"] = copy.PathOf("kubeconfig");
        copy.Environment["KUBECACHEDIR"] = copy.PathOf("kubecache");
        copy.Environment["REDIS_ANSWER"] = "PONG";
        copy.Tool("kubectl", $$"""
            real=$(PATH=${PATH#*:} command -v kubectl)
            case " $* " in
              *" apply "*) for folder; do :; done; "$real" kustomize "$folder" > '{{copy.PathOf("applied")}}' ;;
              *" exec "*" redis-cli "*) echo "$REDIS_ANSWER" ;;
              *" exec "*" nc "*) [[ $REDIS_ANSWER == PONG && -z ${REDIS_EGRESS:-} ]] ;;
              *) exec "$real" "$@" ;;
            esac
            """);
        return cluster;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            Writes.Add($"{context.Request.Method} {path}");
        }

        object? answer = path switch
        {
            "/version" => new { major = "1", minor = "34", gitVersion = "v1.34.0" },
            "/api" => new { kind = "APIVersions", versions = new[] { "v1" } },
            "/apis" => new { kind = "APIGroupList", apiVersion = "v1", groups = new[] { Group("apps"), Group("storage.k8s.io") } },
            "/api/v1" => Resources("v1", "pods:Pod", "events:Event", "configmaps:ConfigMap", "namespaces:Namespace", "nodes:Node", "persistentvolumes:PersistentVolume", "persistentvolumeclaims:PersistentVolumeClaim"),
            "/apis/apps/v1" => Resources("apps/v1", "deployments:Deployment", "statefulsets:StatefulSet"),
            "/apis/storage.k8s.io/v1" => Resources("storage.k8s.io/v1", "storageclasses:StorageClass"),
            "/apis/storage.k8s.io/v1/storageclasses" => List("storage.k8s.io/v1", "StorageClassList", [StorageClass()]),
            "/api/v1/persistentvolumes" => List("v1", "PersistentVolumeList", []),
            "/api/v1/namespaces/sre-copilot/pods" => List("v1", "PodList", Applications.Select(Pod)),
            "/apis/apps/v1/namespaces/sre-copilot/deployments" => List("apps/v1", "DeploymentList", Applications.Where(name => name != "redis").Select(name => Workload("Deployment", name))),
            "/apis/apps/v1/namespaces/sre-copilot/statefulsets" => List("apps/v1", "StatefulSetList", [Workload("StatefulSet", "redis")]),
            "/api/v1/namespaces/sre-copilot/events" => List("v1", "EventList", [Event()]),
            "/api/v1/namespaces/sre-copilot/configmaps/auth-service-env" => new { apiVersion = "v1", kind = "ConfigMap", metadata = new { name = "auth-service-env" }, data = new Dictionary<string, string> { ["POSTGRES_HOST"] = "postgres", ["POSTGRES_PORT"] = "5490" } },
            "/api/v1/namespaces/sre-copilot" when context.Request.Method == "DELETE" => new { apiVersion = "v1", kind = "Status", status = "Success" },
            "/api/v1/status" => new { services = Applications.Select(name => new { name, status = Unhealthy.Contains(name) ? "unhealthy" : "healthy" }) },
            "/api/health" => new { status = "healthy", service = "api-gateway" },
            "/api/v1/auth/register" or "/api/v1/auth/login" => new { access_token = "the.token", token_type = "bearer" },
            _ => Applications.Where(name => path == $"/api/v1/namespaces/sre-copilot/pods/{PodName(name)}").Select(Pod).SingleOrDefault(),
        };
        if (path == "/api/v1/auth/register")
        {
            context.Response.StatusCode = RegistrationStatus;
        }

        if (path == "/")
        {
            return context.Response.WriteAsync("<!doctype html><html></html>");
        }

        if (path == "/api/v1/auth/me" && context.Request.Headers.Authorization == "Bearer the.token")
        {
            return context.Response.WriteAsync("{\"email\":\"" + Registered + "\"}");
        }

        if (path.EndsWith("/proxy/health", StringComparison.Ordinal))
        {
            var service = path.Split('/')[^3].Split(':')[0];
            context.Response.StatusCode = Unreachable || Unhealthy.Contains(service) ? 503 : 200;
            if (Unreachable)
            {
                return context.Response.WriteAsync("error trying to reach service: dial tcp: i/o timeout");
            }

            return context.Response.WriteAsync($$"""{"status":"{{(Unhealthy.Contains(service) ? "unhealthy" : "healthy")}}","service":"{{service}}"}""");
        }

        if (path.EndsWith("/log", StringComparison.Ordinal))
        {
            return context.Response.WriteAsync("POSTGRES_PASSWORD is not set\n");
        }

        if (answer is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            answer = new { apiVersion = "v1", kind = "Status", status = "Failure", code = 404, reason = "NotFound", message = $"there is no {path}" };
        }

        return path is "/api/v1/auth/register" ? RememberAsync(context, answer) : context.Response.WriteAsJsonAsync(answer, answer.GetType());
    }

    private string Registered { get; set; } = "";

    private async Task RememberAsync(HttpContext context, object answer)
    {
        var body = await JsonDocument.ParseAsync(context.Request.Body);
        Registered = body.RootElement.GetProperty("email").GetString()!;
        await context.Response.WriteAsJsonAsync(answer, answer.GetType());
    }

    private static object Group(string name) => new { name, versions = new[] { new { groupVersion = $"{name}/v1", version = "v1" } }, preferredVersion = new { groupVersion = $"{name}/v1", version = "v1" } };

    private static object Resources(string version, params string[] names) => new
    {
        kind = "APIResourceList",
        apiVersion = "v1",
        groupVersion = version,
        resources = names.Select(name => name.Split(':')).Select(parts => new
        {
            name = parts[0],
            singularName = "",
            namespaced = parts[0] is not ("namespaces" or "nodes" or "persistentvolumes" or "storageclasses"),
            kind = parts[1],
            verbs = Verbs,
        }),
    };

    private static object List(string version, string kind, IEnumerable<object> items) => new { apiVersion = version, kind, metadata = new { resourceVersion = "1" }, items };

    private static string PodName(string application) => application == "redis" ? "redis-0" : $"{application}-7d4f9c-x2x4z";

    // Without the lists of conditions and containers where the real one leaves them out: right after the pod was made.
    private object Pod(string application)
    {
        var metadata = new { name = PodName(application), @namespace = "sre-copilot", labels = new { app = application } };
        var spec = new { containers = new[] { new { name = application, image = "x" } } };
        var waits = Waiting.TryGetValue(application, out var reason);
        return reason == "Pending"
            ? new { apiVersion = "v1", kind = "Pod", metadata, spec, status = new { phase = "Pending" } }
            : new
            {
                apiVersion = "v1",
                kind = "Pod",
                metadata,
                spec,
                status = new
                {
                    phase = waits ? "Pending" : "Running",
                    conditions = new[] { new { type = "Ready", status = waits ? "False" : "True" } },
                    containerStatuses = new[]
                    {
                        new { name = application, restartCount = Restarts, state = waits ? (object)new { waiting = new { reason } } : new { running = new { } } },
                    },
                },
            };
    }

    private object StorageClass() => new
    {
        apiVersion = "storage.k8s.io/v1",
        kind = "StorageClass",
        metadata = new { name = "standard", annotations = new Dictionary<string, string> { ["storageclass.kubernetes.io/is-default-class"] = DefaultStorageClass ? "true" : "false" } },
        provisioner = "x",
    };

    private object Workload(string kind, string name) => new
    {
        apiVersion = "apps/v1",
        kind,
        metadata = new { name, generation = 2 },
        spec = new { replicas = 1 },
        status = Waiting.ContainsKey(name)
            ? (object)new { observedGeneration = 2, replicas = 1, updatedReplicas = 1 }
            : new { observedGeneration = 2, replicas = 1, updatedReplicas = 1, readyReplicas = 1 },
    };

    private static object Event() => new
    {
        apiVersion = "v1",
        kind = "Event",
        metadata = new { name = "e" },
        type = "Warning",
        reason = "Failed",
        message = "Container image is not present with pull policy of Never",
        lastTimestamp = "2026-01-01T00:00:00Z",
        involvedObject = new { kind = "Pod", name = "auth-service-7d4f9c-x2x4z" },
    };
}
