using System.Diagnostics;

namespace Vernier.Pangolin.Links.Interfaces;

/// <summary>
/// A <c>wireguard-go</c> process for kernels without WireGuard. A shell stops it at the end of its standard input, so that the interface disappears also
/// when this process is killed.
/// </summary>
internal sealed class WireGuardDaemon : IAsyncDisposable
{
    private const string Script = """
        exec 3<&0
        wireguard-go -f "$1" <&- 3<&- &
        daemon=$!
        { read -r _ <&3; kill "$daemon"; } >&- 2>&- &
        reader=$!
        exec 3<&-
        wait "$daemon"
        status=$?
        kill "$reader" 2>&-
        exit "$status"
        """;

    private const int MaxErrorLength = 1_000;
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly Lock _lock = new();
    private string _output = "";

    private WireGuardDaemon(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>The last lines that the program has written.</summary>
    public string Output
    {
        get
        {
            lock (_lock)
                return _output;
        }
    }

    /// <summary>Starts the program. The interface appears within about 100 ms.</summary>
    /// <exception cref="WireGuardUnavailableException">A program is not installed.</exception>
    public static WireGuardDaemon Start(WireGuardPrograms programs, string name) => new(programs.Start(["sh", "-c", Script, "sh", name]));

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(StopTimeout, TimeProvider.System).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
        }
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        // The program draws a notice about kernels with WireGuard in a box.
        if (string.IsNullOrWhiteSpace(line) || line[0] is '┌' or '│' or '└')
            return;
        lock (_lock)
        {
            var text = _output.Length == 0 ? line.Trim() : $"{_output} {line.Trim()}";
            _output = text.Length > MaxErrorLength ? text[^MaxErrorLength..] : text;
        }
    }
}
