namespace SreCopilot.OfflineGenerate.Tests;

/// <summary>What each kind of resource becomes, beyond what the golden manifests show.</summary>
public sealed class WorkloadTests
{
    [Fact]
    public void A_resource_without_endpoints_gets_an_empty_service_file_and_no_ports()
    {
        using var run = new Run().GenerateResources(""" "worker": { "type": "container.v0", "image": "example/Worker:1" } """);

        Assert.Equal("", run.Read("worker/service.yaml"));
        var deployment = run.Read("worker/deployment.yaml");
        Assert.DoesNotContain("ports:", deployment, StringComparison.Ordinal);
        Assert.DoesNotContain("envFrom:", deployment, StringComparison.Ordinal);
        Assert.Contains("image: example/worker:1", deployment, StringComparison.Ordinal);
        Assert.DoesNotContain("configMapGenerator", run.Read("worker/kustomization.yaml"), StringComparison.Ordinal);
        Assert.Contains("kind: Deployment", Tree.Kustomize(run.Output), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_ports_keep_their_names_and_order_and_the_service_listens_on_port()
    {
        using var run = new Run().GenerateResources("""
            "broker": { "type": "container.v0", "image": "broker:1", "bindings": {
              "amqp": { "scheme": "tcp", "protocol": "tcp", "transport": "tcp", "port": 5000, "targetPort": 5672 },
              "http": { "scheme": "http", "protocol": "tcp", "transport": "http" } } }
            """);

        Assert.EndsWith("""
              ports:
              - name: amqp
                port: 5000
                targetPort: 5672
              - name: http
                port: 8080
                targetPort: 8080
            """, run.Read("broker/service.yaml"), StringComparison.Ordinal);
        Assert.Contains("""
                    - name: amqp
                      containerPort: 5672
                    - name: http
                      containerPort: 8080
            """, run.Read("broker/deployment.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_udp_endpoint_is_written_as_aspirate_does_with_a_warning()
    {
        using var run = new Run().GenerateResources("""
            "dns": { "type": "container.v0", "image": "dns:1", "bindings": { "dns": { "scheme": "udp", "protocol": "udp", "transport": "udp", "targetPort": 53 } } }
            """);

        Assert.Contains("targetPort: 53", run.Read("dns/service.yaml"), StringComparison.Ordinal);
        Assert.Contains("'dns' of 'dns' is UDP", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_volume_makes_a_stateful_set_and_a_volume_without_a_name_gets_one()
    {
        using var run = new Run().GenerateResources("""
            "db": { "type": "container.v1", "image": "db:1", "volumes": [ { "target": "/var/lib/data", "readOnly": false }, { "name": "My.Logs", "target": "/logs" } ] }
            """);

        var set = run.Read("db/statefulset.yaml");
        Assert.Contains("- name: db-var-lib-data\n              mountPath: /var/lib/data", set, StringComparison.Ordinal);
        Assert.Contains("- name: my-logs\n              mountPath: /logs", set, StringComparison.Ordinal);
        Assert.Contains("- statefulset.yaml", run.Read("db/kustomization.yaml"), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(run.Output, "db", "deployment.yaml")));
        Assert.Contains("kind: StatefulSet", Tree.Kustomize(run.Output), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bind_mount_becomes_a_path_of_the_node_with_a_warning()
    {
        using var run = new Run().GenerateResources("""
            "web": { "type": "container.v0", "image": "web:1", "bindMounts": [ { "source": "conf", "target": "/etc/web", "readOnly": true } ] }
            """);

        var deployment = run.Read("web/deployment.yaml");
        Assert.Contains("- name: bindmount-0\n          mountPath: /etc/web\n          readOnly: true", deployment, StringComparison.Ordinal);
        Assert.Contains($"path: {Path.Combine(run.Folder, "conf")}", deployment, StringComparison.Ordinal);
        Assert.Contains("mounts 'conf' of this machine", run.Errors, StringComparison.Ordinal);
        Assert.Contains("hostPath", Tree.Kustomize(run.Output), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "type": "project.v0", "path": "../Web/Web.csproj" }""")]
    [InlineData("""{ "type": "project.v1", "path": "../Web/Web.csproj", "deployment": { "type": "azure.bicep.v0" } }""")]
    public void A_project_runs_its_image_and_listens_on_8080(string project)
    {
        using var run = new Run().GenerateResources($"\"Web\": {project}", "-cr", "registry.example", "-crp", "team", "-ct", "1.2", "-ct", "latest");

        Assert.Contains("image: registry.example/team/web:1.2", run.Read("Web/deployment.yaml"), StringComparison.Ordinal);
        Assert.Contains("- ASPNETCORE_URLS=http://+:8080;", run.Read("Web/kustomization.yaml"), StringComparison.Ordinal);
        Assert.Contains("- Web", run.Read("kustomization.yaml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "type": "dockerfile.v0", "path": "../Dockerfile", "context": ".." }""")]
    [InlineData("""{ "type": "container.v1", "build": { "context": "..", "dockerfile": "../Dockerfile" } }""")]
    public void A_dockerfile_runs_the_image_built_from_it(string resource)
    {
        using var run = new Run().GenerateResources($"\"built\": {resource}", "--image-pull-policy", "Never");

        var deployment = run.Read("built/deployment.yaml");
        Assert.Contains("image: built:latest", deployment, StringComparison.Ordinal);
        Assert.Contains("imagePullPolicy: Never", deployment, StringComparison.Ordinal);
    }

    [Fact]
    public void Resources_stand_in_the_order_of_the_manifest_and_what_does_not_run_is_left_out()
    {
        using var run = new Run().GenerateResources("""
            "tool": { "type": "executable.v0", "command": "bash", "workingDirectory": "." },
            "zeta": { "type": "container.v0", "image": "z:1" },
            "alpha": { "type": "container.v0", "image": "a:1" },
            "text": { "type": "value.v0", "connectionString": "x" }
            """);

        Assert.StartsWith("resources:\n- zeta\n- alpha\n\ngeneratorOptions:", run.Read("kustomization.yaml"), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(run.Output, "namespace.yaml")));
        Assert.Contains("'tool' is skipped", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_run_leaves_nothing_of_the_first_in_a_resource_folder()
    {
        using var run = new Run().GenerateResources(""" "db": { "type": "container.v0", "image": "db:1", "volumes": [ { "name": "d", "target": "/d" } ] } """);
        Assert.Equal(0, run.ExitCode);

        run.GenerateResources(""" "db": { "type": "container.v0", "image": "db:1" } """);

        Assert.Contains("kind: Deployment", run.Read("db/deployment.yaml"), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(run.Output, "db", "statefulset.yaml")));
    }

    [Fact]
    public void Text_that_YAML_would_read_differently_is_quoted()
    {
        using var run = new Run().GenerateResources("""
            "odd": { "type": "container.v0", "image": "odd:1", "args": [ "true", "8080", "a: b", "it's", "--plain=1" ],
              "env": { "JSON": "{\"a\": 1}", "HASH": "a #b", "LINES": "one\ntwo", "EMPTY": "" } }
            """);

        var deployment = run.Read("odd/deployment.yaml");
        Assert.Contains("- 'true'\n        - '8080'\n        - 'a: b'\n        - it's\n        - --plain=1", deployment, StringComparison.Ordinal);
        var rendered = Tree.Kustomize(run.Output);
        Assert.Contains("JSON: '{\"a\": 1}'", rendered, StringComparison.Ordinal);
        Assert.Contains("HASH: 'a #b'", rendered, StringComparison.Ordinal);
        Assert.Contains("LINES: |-\n    one\n    two", rendered, StringComparison.Ordinal);
        Assert.DoesNotContain("EMPTY", rendered, StringComparison.Ordinal);
    }
}
