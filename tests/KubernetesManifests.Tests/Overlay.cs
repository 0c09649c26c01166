using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using k8s;
using k8s.Models;

namespace SreCopilot.KubernetesManifests.Tests;

/// <summary>The objects that an overlay renders to, with secrets made up for the test.</summary>
public abstract class Overlay(string name) : IAsyncLifetime
{
    private IReadOnlyList<object>? _objects;

    /// <summary>Everything the test's <c>.env</c> holds.</summary>
    internal Dictionary<string, string> Secrets { get; } = [];

    internal string Text { get; private set; } = "";

    internal IReadOnlyList<V1Deployment> Deployments => All<V1Deployment>();

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
            Copy(Repository.PathOf("infra/kubernetes/overlays"), Path.Combine(folder.FullName, "infra/kubernetes/overlays"));
            var path = Path.Combine(folder.FullName, "infra/kubernetes/overlays", name);
            await WriteSecretsAsync(path);
            if (await RenderAsync(path) is { } text)
            {
                Text = text;
                // Strict: a field that Kubernetes does not know fails.
                _objects = KubernetesYaml.LoadAllFromString(text, typeMap: null, strict: true);
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

    private async Task WriteSecretsAsync(string overlay)
    {
        foreach (var line in await File.ReadAllLinesAsync(Repository.PathOf("infra/kubernetes/overlays/local/.env.example")))
        {
            if (line.Split('=', 2) is [var key, _] && !line.StartsWith('#'))
            {
                Secrets.Add(key, RandomNumberGenerator.GetHexString(48));
            }
        }

        await File.WriteAllLinesAsync(Path.Combine(overlay, ".env"), Secrets.Select(secret => $"{secret.Key}={secret.Value}"));
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

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != ".env"))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}

/// <summary>The overlay for local clusters.</summary>
public sealed class LocalOverlay() : Overlay("local");
