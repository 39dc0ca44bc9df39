using Vernier.AiOrchestrator.Tests.Runs;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Systems.AiOrchestrator.Runs;

/// <summary>With a real file system in memory, which only root can mount.</summary>
public sealed class FullDiskTests : FullDiskContract, IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private bool _isMounted;

    protected override string Disk => _folder.FullName;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can mount a file system.");
        var mount = await new Command(InstalledProgram.Find("mount", "mount"), "-t", "tmpfs", "-o", "size=3m", "tmpfs", Disk).RunAsync();
        _isMounted = mount.ExitCode == 0;
        Assert.SkipUnless(_isMounted, "File systems cannot be mounted here.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_isMounted)
            (await new Command(InstalledProgram.Find("umount", "mount"), Disk).RunAsync()).Succeeded();
        _folder.Dispose();
    }
}
