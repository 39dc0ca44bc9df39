using Vernier.Runtime.Procfs;

namespace Vernier.Tests.Runtime.Procfs;

public sealed class DirectoryEntriesTests : IDisposable
{
    private readonly ProcFolder _folder = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(300)]
    public void Count_FilesLinksAndFolders_CountsEach(int files)
    {
        var folder = _folder.Path("many");
        Directory.CreateDirectory(folder);
        for (var i = 0; i < files; i++)
            _folder.Write($"many/{i}", "");
        DirectoryEntries.Count(folder).ShouldBe(files);

        File.CreateSymbolicLink(Path.Combine(folder, "dangling"), _folder.Path("nowhere"));
        Directory.CreateDirectory(Path.Combine(folder, "folder"));
        DirectoryEntries.Count(folder).ShouldBe(files + 2);
    }

    [Fact]
    public void Count_MissingFolder_ThrowsWithPathAndCause() =>
        Should.Throw<IOException>(() => DirectoryEntries.Count(_folder.Path("none")))
            .Message.ShouldBe($"{_folder.Path("none")}: cannot list the folder: No such file or directory.");

    [Fact]
    public void Count_File_Throws() => Should.Throw<IOException>(() => DirectoryEntries.Count(_folder.Path("stat")));

    public void Dispose() => _folder.Dispose();
}
