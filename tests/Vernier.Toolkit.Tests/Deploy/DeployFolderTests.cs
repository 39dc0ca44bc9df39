using Vernier.Toolkit.Deploy;

namespace Vernier.Toolkit.Tests.Deploy;

public sealed class DeployFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("vernier-deploy-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Write_NewFolder_ContainsOnlyTheFiles()
    {
        DeployFolder.Write(Path.Combine(_root, "new"), [new("a/b.yml", "1\n"), new("c.json", "2\n")]).Count.ShouldBe(2);

        Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_root, file)).Order().ShouldBe(["new/a/b.yml", "new/c.json"]);
        File.ReadAllText(Path.Combine(_root, "new/a/b.yml")).ShouldBe("1\n");
    }

    [Fact]
    public void Write_Again_ChangesOnlyDifferentFiles()
    {
        DeployFolder.Write(_root, [new("a.yml", "1\n"), new("b.yml", "1\n")]);
        File.WriteAllText(Path.Combine(_root, "mine.txt"), "mine");

        DeployFolder.Write(_root, [new("a.yml", "1\n"), new("b.yml", "2\n")]).Select(file => file.Path).ShouldBe(["b.yml"]);

        File.ReadAllText(Path.Combine(_root, "b.yml")).ShouldBe("2\n");
        File.ReadAllText(Path.Combine(_root, "mine.txt")).ShouldBe("mine");
    }

    [Fact]
    public void FindStaleFiles_FormerDashboardAndRules_ReturnsOnlyThem()
    {
        DeployFile[] files = [new("a.yml", "# Generated.\n1\n"), new("boards/b.json", "{\n}\n")];
        DeployFolder.Write(_root, [.. files, new("old.yml", "# Generated.\n2\n"), new("boards/c.json", "{\n}\n"), new("boards/d.txt", "{\n"), new("mine.yml", "2\n"), new("else/e.json", "{\n")]);

        DeployFolder.FindStaleFiles(_root, files).ShouldBe(["boards/c.json", "old.yml"]);
    }

    // A file in place of a folder causes an error even for root.
    [Fact]
    public void Write_OneFileFails_LeavesAllFilesUnchangedAndThrowsWithThePath()
    {
        DeployFolder.Write(_root, [new("a.yml", "old\n")]);
        File.WriteAllText(Path.Combine(_root, "block"), "");

        var message = Should.Throw<DeployException>(() => DeployFolder.Write(_root, [new("a.yml", "new\n"), new("block/b.yml", "new\n")])).Message;

        message.ShouldStartWith($"Cannot write {Path.Combine(_root, "block", "b.yml")}: ");
        File.ReadAllText(Path.Combine(_root, "a.yml")).ShouldBe("old\n");
        Directory.GetFiles(_root).Select(Path.GetFileName).Order().ShouldBe(["a.yml", "block"]);
    }

    [Fact]
    public void Write_FolderInPlaceOfFile_Throws()
    {
        Directory.CreateDirectory(Path.Combine(_root, "a.yml"));

        Should.Throw<DeployException>(() => DeployFolder.Write(_root, [new("a.yml", "new\n")])).Message
            .ShouldBe($"Cannot write {Path.Combine(_root, "a.yml")}: A folder with this name exists.");
    }
}
