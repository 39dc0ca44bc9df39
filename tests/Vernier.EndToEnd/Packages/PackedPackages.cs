using System.IO.Compression;
using System.Text.RegularExpressions;
using Vernier.EndToEnd.Servers;
using Vernier.Testing;

namespace Vernier.EndToEnd.Packages;

/// <summary>The packages as <c>dev.cs pack</c> creates them, but outside the repository.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    internal string Folder => _folder.Combine("packages");

    /// <summary>The names of the packages without version.</summary>
    internal IReadOnlyList<string> Names => [.. Directory.GetFiles(Folder, "*.nupkg").Select(file => Regex.Replace(Path.GetFileName(file), @"\.\d+\..*", ""))];

    public async ValueTask InitializeAsync() => await DotnetCli.RunAsync(
        Repository.Root, packages: null, "pack", "Vernier.slnx", "--configuration", "Release", "--output", Folder, "-p:ContinuousIntegrationBuild=true", "--artifacts-path", _folder.Combine("artifacts"));

    /// <summary>The names of the files in a package.</summary>
    internal async Task<IReadOnlyList<string>> EntriesAsync(string package)
    {
        await using var archive = await OpenAsync(package);
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    /// <summary>Reads a file of a package or of its symbol package (<c>snupkg</c>).</summary>
    internal async Task<byte[]> ReadAsync(string package, string file, string kind = "nupkg")
    {
        await using var archive = await OpenAsync(package, kind);
        await using var content = await archive.GetEntry(file).ShouldNotBeNull().OpenAsync();
        using var read = new MemoryStream();
        await content.CopyToAsync(read);
        return read.ToArray();
    }

    private Task<ZipArchive> OpenAsync(string package, string kind = "nupkg") =>
        ZipFile.OpenReadAsync(Directory.GetFiles(Folder, $"{package}.*.{kind}").Single(file => Regex.IsMatch(file, $@"{Regex.Escape(package)}\.\d")));

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
