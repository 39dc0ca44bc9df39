using Vernier.Host.Commands;
using Vernier.Testing;
using Vernier.Toolkit.Deploy;

namespace Vernier.Toolkit.Tests;

/// <summary>What is generated is committed, so that nobody needs .NET to use it, and it is never older than the catalogs.</summary>
public class CommittedFilesTests
{
    [Fact]
    public void Deploy_CommittedFiles_AreTheGeneratedOnes() => ShouldBeCommitted("deploy", GenerateCommand.DeployedFiles());

    [Fact]
    public void Docs_CommittedPages_AreTheGeneratedOnes() => ShouldBeCommitted("docs/metrics", GenerateCommand.ReferencePages());

    [Fact]
    public void Generate_Twice_IsTheSameByteForByte() =>
        GenerateCommand.DeployedFiles().Concat(GenerateCommand.ReferencePages()).ShouldBe(GenerateCommand.DeployedFiles().Concat(GenerateCommand.ReferencePages()));

    [Fact]
    public void Generate_AllFiles_HaveLineFeedsAndEndInOne()
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
        stale.ShouldBeEmpty($"{folder} is older than the catalogs; run: dotnet run --project src/Vernier.Host -- generate --out deploy --docs docs/metrics");
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Except(files.Select(file => file.Path)).ShouldBeEmpty($"{folder} has files that nothing generates any more; delete them.");
    }
}
