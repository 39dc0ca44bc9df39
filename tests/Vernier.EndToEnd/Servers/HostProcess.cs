namespace Vernier.EndToEnd.Servers;

/// <summary>The built host in a separate process, started in a separate folder so that it does not find other configuration files.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly ServerProcess _process;

    private HostProcess(TemporaryFolder folder, ServerProcess process) => (_folder, _process) = (folder, process);

    public IReadOnlyCollection<string> Output => _process.Output;

    /// <summary>Starts the host and returns when <paramref name="readyUrl"/> returns 200.</summary>
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

    /// <summary>Runs the host until it exits, for command lines and configurations that do not serve.</summary>
    public static async Task<CommandResult> RunAsync(HostSetup setup)
    {
        using var folder = new TemporaryFolder();
        return await setup.CommandIn(folder).RunAsync();
    }

    /// <summary>Requests a shutdown and returns the exit code.</summary>
    /// <param name="signal">TERM, like a service manager, or INT, like Ctrl+C.</param>
    public Task<int> StopAsync(string signal = "TERM") => _process.StopAsync(signal);

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
