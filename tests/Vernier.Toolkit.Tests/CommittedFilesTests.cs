using Vernier.Host.Commands;
using Vernier.Testing;
using Vernier.Toolkit.Deploy;

namespace Vernier.Toolkit.Tests;

/// <summary>The generated files are committed, so that using them does not require .NET, and are up to date with the catalogs.</summary>
public class CommittedFilesTests
{
    [Fact]
    public void Deploy_CommittedFiles_AreUpToDate() => ShouldBeCommitted("deploy", GenerateCommand.DeployedFiles());

    [Fact]
    public void Docs_CommittedPages_AreUpToDate() => ShouldBeCommitted("docs/metrics", GenerateCommand.ReferencePages());

    [Fact]
    public void Generate_Twice_ReturnsIdenticalFiles() =>
        GenerateCommand.DeployedFiles().Concat(GenerateCommand.ReferencePages()).ShouldBe(GenerateCommand.DeployedFiles().Concat(GenerateCommand.ReferencePages()));

    [Fact]
    public void Generate_AllFiles_UseLineFeeds()
    {
        foreach (var file in GenerateCommand.DeployedFiles().Concat(GenerateCommand.ReferencePages()))
        {
            file.Content.ShouldNotContain('\r');
            file.Content.ShouldEndWith("\n");
        }
    }

    private static void ShouldBeCommitted(string folder, IReadOnlyList<DeployFile> files)
    {
        var root = Path.Combine(Repository.Root, folder);
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1")
            DeployFolder.Write(root, files);

        string[] stale = [.. files.Where(file => !File.Exists(Path.Combine(root, file.Path)) || File.ReadAllText(Path.Combine(root, file.Path)) != file.Content).Select(file => file.Path)];
        stale.ShouldBeEmpty($"{folder} is out of date; run: dotnet run --project src/Vernier.Host -- generate --out deploy --docs docs/metrics");
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Except(files.Select(file => file.Path)).ShouldBeEmpty($"{folder} contains stale files; delete them.");
    }
}
