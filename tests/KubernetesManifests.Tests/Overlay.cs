using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using k8s;
using k8s.Models;

// Rendered once for all tests.
[assembly: AssemblyFixture(typeof(SreCopilot.KubernetesManifests.Tests.LocalOverlay))]
[assembly: AssemblyFixture(typeof(SreCopilot.KubernetesManifests.Tests.ObservabilityOverlay))]
[assembly: AssemblyFixture(typeof(SreCopilot.KubernetesManifests.Tests.ProductionOverlay))]

namespace SreCopilot.KubernetesManifests.Tests;

/// <summary>The objects that an overlay renders to, with secrets made up for the test.</summary>
public abstract class Overlay(string name) : IAsyncLifetime
{
    private IReadOnlyList<object>? _objects;

    public string Name => name;

    /// <summary>Everything the test's <c>.env</c> files hold.</summary>
    internal Dictionary<string, string> Secrets { get; } = [];

    internal string Text { get; private set; } = "";

    internal IReadOnlyList<V1Deployment> Deployments => [.. All<V1Deployment>().Where(deployment => deployment.Name() != "aspire-dashboard")];

    internal IReadOnlyList<V1Deployment> Backends => [.. Deployments.Where(deployment => deployment.Name() != "frontend")];

    internal V1StatefulSet Redis => Assert.Single(All<V1StatefulSet>());

    internal IReadOnlyList<T> All<T>()
    {
        Assert.SkipWhen(_objects is null, "kubectl is not installed.");
        return [.. _objects!.OfType<T>()];
    }

    internal T Named<T>(string objectName)
        where T : IKubernetesObject<V1ObjectMeta> => Assert.Single(All<T>(), item => item.Name() == objectName);

    public async ValueTask InitializeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("overlay-");
        try
        {
            Copy(Repository.PathOf("aspirate-output"), Path.Combine(folder.FullName, "aspirate-output"));
            Copy(Repository.PathOf("infra/kubernetes"), Path.Combine(folder.FullName, "infra/kubernetes"));
            foreach (var example in Directory.EnumerateFiles(folder.FullName, ".env.example", SearchOption.AllDirectories))
            {
                await WriteSecretsAsync(example);
            }

            if (await RenderAsync(Path.Combine(folder.FullName, "infra/kubernetes/overlays", name)) is { } text)
            {
                Text = text;
                _objects = KubernetesYaml.LoadAllFromString(text);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>The names in the <c>.env.example</c> of an overlay.</summary>
    internal static IReadOnlyList<string> SecretNames(string overlay) =>
        [.. EnvFile.Read(Repository.PathOf($"infra/kubernetes/overlays/{overlay}/.env.example")).Keys];

    private async Task WriteSecretsAsync(string example)
    {
        var names = EnvFile.Read(example).Keys;
        foreach (var key in names)
        {
            Secrets.TryAdd(key, RandomNumberGenerator.GetHexString(48));
        }

        await File.WriteAllLinesAsync(Path.Combine(Path.GetDirectoryName(example)!, ".env"), names.Select(key => $"{key}={Secrets[key]}"));
    }

    private static async Task<string?> RenderAsync(string path)
    {
        try
        {
            using var kubectl = Process.Start(new ProcessStartInfo("kubectl", ["kustomize", path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = kubectl.StandardError.ReadToEndAsync();
            var output = await kubectl.StandardOutput.ReadToEndAsync();
            await kubectl.WaitForExitAsync();
            Assert.True(kubectl.ExitCode == 0, await error);
            return output;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    // Without the developer's own secrets and what deploy.sh generated.
    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(from, file);
            if (Path.GetFileName(file) == ".env" || relative.Contains(".generated", StringComparison.Ordinal))
            {
                continue;
            }

            var target = Path.Combine(to, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}

/// <summary>The overlay for local clusters.</summary>
public sealed class LocalOverlay() : Overlay("local");

/// <summary>The local overlay with the Aspire dashboard.</summary>
public sealed class ObservabilityOverlay() : Overlay("observability");

/// <summary>The overlay for users.</summary>
public sealed class ProductionOverlay() : Overlay("production");
