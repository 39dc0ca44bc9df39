using System.Text;
using Vernier.Runtime.Procfs;

namespace Vernier.Tests.Runtime.Procfs;

public sealed class ProcFileTests : IDisposable
{
    private readonly ProcFolder _folder = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(100_000)]
    public void Read_FileOfAnyLength_IsReadCompletely(int length)
    {
        var text = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 23))));
        _folder.Write("file", text);

        new ProcFile<string>(_folder.Path("file"), Encoding.UTF8.GetString).Read().ShouldBe(text);
    }

    [Fact]
    public void Read_AgainAfterAChange_ReadsTheNewText()
    {
        var file = new ProcFile<string>(_folder.Path("file"), Encoding.UTF8.GetString);
        _folder.Write("file", "a longer text");
        file.Read().ShouldBe("a longer text");
        _folder.Write("file", "short");
        file.Read().ShouldBe("short");
    }

    [Fact]
    public void Read_FileOfTheKernelWithLengthZero_IsReadCompletely() =>
        new ProcFile<string>("/proc/self/stat", Encoding.UTF8.GetString).Read().ShouldStartWith($"{Environment.ProcessId} (");

    [Fact]
    public void Read_MissingFile_ThrowsWithPath() =>
        Should.Throw<FileNotFoundException>(() => new ProcFile<double>(_folder.Path("none"), BootTime.Parse).Read())
            .Message.ShouldContain(_folder.Path("none"));

    [Fact]
    public void Read_MalformedFile_ThrowsWithPathAndExpectation()
    {
        _folder.Write("stat", "nothing\n");

        Should.Throw<InvalidDataException>(() => new ProcFile<double>(_folder.Path("stat"), BootTime.Parse).Read())
            .Message.ShouldBe($"{_folder.Path("stat")}: expected a line that starts with 'btime ', found none.");
    }

    public void Dispose() => _folder.Dispose();
}
