using System.Collections.Concurrent;
using System.Diagnostics;

namespace Vernier.EndToEnd.Servers;

/// <summary>A running child process with its output. Disposing kills it and its children by process id in any state.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly string _name;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private ServerProcess(Command command)
    {
        _name = command.Name;
        _process = command.Start();
        Id = _process.Id;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _process.StandardInput.Close();
    }

    public int Id { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>The lines of both streams so far, in the order of arrival.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>Starts a server and returns when it is ready. Fails at the deadline, and immediately when the process exits earlier.</summary>
    public static async Task<ServerProcess> StartAsync(Command command, Func<CancellationToken, Task<bool>> isReady, TimeSpan? deadline = null)
    {
        var server = new ServerProcess(command);
        try
        {
            await Eventually.TrueAsync($"{command.Name} is ready", async token => server.HasExited || await isReady(token), deadline);
            if (server.HasExited)
                throw new InvalidOperationException($"{command.Name} exited with code {await server.WaitForExitAsync()}.");
            return server;
        }
        catch (Exception failure)
        {
            await server.DisposeAsync();
            throw new InvalidOperationException($"{command.Name} did not start. {failure.Message}\nOutput:\n{string.Join('\n', server.Output)}", failure);
        }
    }

    /// <summary>Sends a signal (its name without SIG) and returns the exit code of the process.</summary>
    public async Task<int> StopAsync(string signal = "TERM")
    {
        // The kill of the shell, because a minimal Debian does not contain the program.
        (await new Command("sh", "-c", $"kill -s {signal} {Id}").RunAsync()).Succeeded();
        return await WaitForExitAsync();
    }

    /// <summary>Waits until the process has exited and its output is complete.</summary>
    public async Task<int> WaitForExitAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Eventually.DefaultDeadline, TimeProvider.System, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException failure)
        {
            throw new TimeoutException($"{_name} did not exit. Output:\n{string.Join('\n', Output)}", failure);
        }
        return _process.ExitCode;
    }

    public ValueTask DisposeAsync() => new(ChildProcesses.EndAsync(_process));

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
            _output.Enqueue(line.Data);
    }
}
