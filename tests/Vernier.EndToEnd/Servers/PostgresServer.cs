namespace Vernier.EndToEnd.Servers;

/// <summary>A real PostgreSQL with an empty cluster of its own. It can be stopped and started again: port and data stay the same.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    // PostgreSQL refuses to run as root; this user comes with its package.
    private const string UnprivilegedUser = "postgres";

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort.Next();
    private ServerProcess? _process;

    private PostgresServer()
    {
    }

    /// <summary>For Npgsql. Every connection from this machine is trusted.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres";

    private string DataFolder => _folder.Combine("data");

    public static async Task<PostgresServer> StartNewAsync()
    {
        var server = new PostgresServer();
        try
        {
            await server.CreateClusterAsync();
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync()
    {
        // -F: what is in a temporary folder need not survive a power failure.
        var command = AsServerUser("postgres", "-F", "-D", DataFolder, "-p", $"{_port}", "-k", _folder.FullName, "-c", "listen_addresses=127.0.0.1");
        var isReady = new Command(Find("pg_isready"), "--host=127.0.0.1", $"--port={_port}");
        _process = await ServerProcess.StartAsync(command, async _ => (await isReady.RunAsync()).ExitCode == 0);
    }

    /// <summary>Ends the server at once, which breaks the connections that are open. What was committed stays.</summary>
    public async Task StopAsync()
    {
        if (_process is not { } process)
            return;
        // SIGINT is PostgreSQL's "fast shutdown": it does not wait for clients.
        await process.StopAsync("INT");
        await process.DisposeAsync();
        _process = null;
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
    }

    private async Task CreateClusterAsync()
    {
        if (Environment.IsPrivilegedProcess)
            (await new Command("chown", UnprivilegedUser, _folder.FullName).RunAsync()).Succeeded();
        var initdb = AsServerUser("initdb", "-D", DataFolder, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync");
        (await initdb.RunAsync()).Succeeded();
    }

    // setpriv becomes the program instead of waiting for it, so that the process id is the server's own.
    private Command AsServerUser(string program, params IReadOnlyList<string> arguments) => Environment.IsPrivilegedProcess
        ? new("setpriv", [$"--reuid={UnprivilegedUser}", $"--regid={UnprivilegedUser}", "--init-groups", Find(program), .. arguments]) { WorkingFolder = _folder.FullName }
        : new(Find(program), arguments) { WorkingFolder = _folder.FullName };

    private static string Find(string program) => InstalledProgram.Find(program, package: "postgresql");
}
