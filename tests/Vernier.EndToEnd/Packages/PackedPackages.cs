using System.IO.Compression;
using System.Text.RegularExpressions;
using Vernier.EndToEnd.Servers;
using Vernier.Tests.Architecture;

namespace Vernier.EndToEnd.Packages;

/// <summary>The packages, made from the sources as <c>dev.cs pack</c> makes them, but with nothing written into the repository.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    internal string Folder => _folder.Combine("packages");

    /// <summary>The names of the packages, without their version.</summary>
    internal IReadOnlyList<string> Names => [.. Directory.GetFiles(Folder, "*.nupkg").Select(file => Regex.Replace(Path.GetFileName(file), @"\.\d+\..*", ""))];

    public async ValueTask InitializeAsync() => await DotnetCli.RunAsync(
        Repository.Root, packages: null, "pack", "Vernier.slnx", "--configuration", "Release", "--output", Folder, "--artifacts-path", _folder.Combine("artifacts"));

    /// <summary>The names of the files in a package.</summary>
    internal async Task<IReadOnlyList<string>> EntriesAsync(string package)
    {
        string file = Directory.GetFiles(Folder, $"{package}.*.nupkg").Single(file => Regex.IsMatch(file, $@"{Regex.Escape(package)}\.\d"));
        await using ZipArchive archive = await ZipFile.OpenReadAsync(file);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
