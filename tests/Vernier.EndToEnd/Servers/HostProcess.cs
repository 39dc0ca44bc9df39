namespace Vernier.EndToEnd.Servers;

/// <summary>The built host in a process of its own, started in an empty folder so that no configuration file is found by chance.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly ServerProcess _process;

    private HostProcess(TemporaryFolder folder, ServerProcess process) => (_folder, _process) = (folder, process);

    public IReadOnlyCollection<string> Output => _process.Output;

    /// <summary>Starts the host and returns when <paramref name="readyUrl"/> answers 200.</summary>
    public static async Task<HostProcess> StartAsync(Uri readyUrl, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var folder = new TemporaryFolder();
        try
        {
            return new(folder, await ServerProcess.StartAsync(CommandIn(folder, arguments, environment), Readiness.Url(readyUrl)));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Runs the host to its end: for command lines and configurations that do not serve.</summary>
    public static async Task<CommandResult> RunAsync(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var folder = new TemporaryFolder();
        return await CommandIn(folder, arguments, environment).RunAsync();
    }

    /// <summary>Ends it as a service manager would (SIGTERM) and returns its exit code.</summary>
    public Task<int> StopAsync() => _process.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    // The project reference brings the host into the folder of the tests.
    private static Command CommandIn(TemporaryFolder folder, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Vernier.Host.dll"), .. arguments])
        {
            WorkingFolder = folder.FullName,
            Environment = environment ?? new Dictionary<string, string>(),
        };
}
