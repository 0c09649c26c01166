using System.IO.Compression;
using System.Text;

namespace SreCopilot.Gateway.Tests;

/// <summary>A built user interface in a folder of its own.</summary>
internal sealed class SpaFolder : IDisposable
{
    public const string Index = "<!doctype html><title>SRE Copilot</title>";
    public const string ScriptPath = "/assets/index-4f2a9c.js";
    public const string PlainPath = "/assets/logo-77aa.svg";
    public static readonly string Script = string.Concat(Enumerable.Repeat("console.log('hello');\n", 500));

    public SpaFolder(bool built = true)
    {
        Path = Directory.CreateTempSubdirectory("spa-").FullName;
        if (built)
        {
            Build(Index);
        }
    }

    public string Path { get; }

    public void Build(string index)
    {
        Directory.CreateDirectory(Full("assets"));
        File.WriteAllText(Full(PlainPath), "<svg/>");
        Write(ScriptPath, Script);
        Write("/index.html", index);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private string Full(string path) => System.IO.Path.Combine(Path, path.TrimStart('/'));

    private void Write(string path, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        File.WriteAllBytes(Full(path), bytes);
        using (var gzip = new GZipStream(File.Create(Full(path) + ".gz"), CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        using var brotli = new BrotliStream(File.Create(Full(path) + ".br"), CompressionLevel.Optimal);
        brotli.Write(bytes);
    }
}
