namespace Vernier.EndToEnd.Servers;

/// <summary>The built host in a process of its own, started in a folder of its own so that no configuration file is found by chance.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly ServerProcess _process;

    private HostProcess(TemporaryFolder folder, ServerProcess process) => (_folder, _process) = (folder, process);

    public IReadOnlyCollection<string> Output => _process.Output;

    /// <summary>Starts the host and returns when <paramref name="readyUrl"/> answers 200.</summary>
    public static async Task<HostProcess> StartAsync(Uri readyUrl, HostSetup setup)
    {
        var folder = new TemporaryFolder();
        try
        {
            return new(folder, await ServerProcess.StartAsync(setup.CommandIn(folder), Readiness.Url(readyUrl)));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Runs the host to its end: for command lines and configurations that do not serve.</summary>
    public static async Task<CommandResult> RunAsync(HostSetup setup)
    {
        using var folder = new TemporaryFolder();
        return await setup.CommandIn(folder).RunAsync();
    }

    /// <summary>Asks it to end and returns its exit code.</summary>
    /// <param name="signal">TERM, as a service manager does, or INT, as Ctrl+C does.</param>
    public Task<int> StopAsync(string signal = "TERM") => _process.StopAsync(signal);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
