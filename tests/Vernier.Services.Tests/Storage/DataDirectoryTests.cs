using System.Runtime.Versioning;
using Vernier.Services.Storage;

namespace Vernier.Services.Tests.Storage;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vernier-");

    private string Data => Path.Combine(_folder.FullName, "parent", "data");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Create_SecondHost_IsRefusedWithThePath()
    {
        using var first = new DataDirectory(Data);

        var exception = Should.Throw<StorageException>(() => new DataDirectory(Data));

        exception.Message.ShouldBe($"The data directory {Data} is in use by another host. Stop it, or set another data_directory.");
    }

    [Fact]
    public void Create_AfterTheFirstHostStopped_KeepsTheInstance()
    {
        string instance;
        using (var first = new DataDirectory(Data))
            instance = first.InstanceId;

        using var second = new DataDirectory(Data);

        second.InstanceId.ShouldBe(instance);
        instance.Length.ShouldBe(32);
    }

    [Fact]
    public void Create_OtherDirectory_HasAnotherInstance()
    {
        using var first = new DataDirectory(Data);
        using var second = new DataDirectory(Data + "2");

        second.InstanceId.ShouldNotBe(first.InstanceId);
    }

    [Fact]
    public void Create_NewDirectory_IsReadableByItsOwnerOnly()
    {
        if (OperatingSystem.IsWindows())
            return; // It has no file modes.
        using var directory = new DataDirectory(Data);

        ModeOf(Data).ShouldBe("700");
    }

    [Fact]
    public void Create_ExistingDirectoryThatOthersCanRead_IsRestricted()
    {
        if (OperatingSystem.IsWindows())
            return; // It has no file modes.
        Directory.CreateDirectory(Data);
        File.SetUnixFileMode(Data, (UnixFileMode)Convert.ToInt32("755", 8));

        using var directory = new DataDirectory(Data);

        ModeOf(Data).ShouldBe("700");
    }

    [Fact]
    public void Create_PathIsAFile_FailsWithThePath()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Data)!);
        File.WriteAllText(Data, "");

        Should.Throw<StorageException>(() => new DataDirectory(Data)).Message.ShouldStartWith($"Cannot use the data directory {Data}: ");
    }

    [Fact]
    public void Create_EmptyInstanceFile_IsReplaced()
    {
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, "instance"), "");

        using var directory = new DataDirectory(Data);

        File.ReadAllText(directory.File("instance")).ShouldBe(directory.InstanceId);
    }

    [UnsupportedOSPlatform("windows")]
    private static string ModeOf(string path) => Convert.ToString((int)File.GetUnixFileMode(path), 8);
}
