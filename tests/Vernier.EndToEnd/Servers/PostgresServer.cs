namespace Vernier.EndToEnd.Servers;

/// <summary>A real PostgreSQL with a new, empty cluster. It can be stopped and restarted with the same port and data.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    // PostgreSQL refuses to run as root; its package creates this user.
    private const string UnprivilegedUser = "postgres";

    private readonly TemporaryFolder _folder = new();
    private readonly int _port = FreePort.Next();
    private ServerProcess? _process;

    private PostgresServer()
    {
    }

    /// <summary>The connection string for Npgsql. Connections from this machine are trusted.</summary>
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
        // -F disables fsync: a temporary database need not survive a power failure.
        var command = AsServerUser("postgres", "-F", "-D", DataFolder, "-p", $"{_port}", "-k", _folder.FullName, "-c", "listen_addresses=127.0.0.1");
        var isReady = new Command(Find("pg_isready"), "--host=127.0.0.1", $"--port={_port}");
        _process = await ServerProcess.StartAsync(command, async _ => (await isReady.RunAsync()).ExitCode == 0);
    }

    /// <summary>Stops the server immediately, which breaks open connections. Committed data is kept.</summary>
    public async Task StopAsync()
    {
        if (_process is not { } process)
            return;
        // SIGINT is the "fast shutdown" of PostgreSQL, which does not wait for clients.
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

    // setpriv replaces itself with the program, so that the process id is that of the server.
    private Command AsServerUser(string program, params IReadOnlyList<string> arguments) => Environment.IsPrivilegedProcess
        ? new("setpriv", [$"--reuid={UnprivilegedUser}", $"--regid={UnprivilegedUser}", "--init-groups", Find(program), .. arguments]) { WorkingFolder = _folder.FullName }
        : new(Find(program), arguments) { WorkingFolder = _folder.FullName };

    private static string Find(string program) => InstalledProgram.Find(program, package: "postgresql");
}
