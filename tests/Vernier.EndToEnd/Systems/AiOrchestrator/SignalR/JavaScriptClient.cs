using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Vernier.EndToEnd.Servers;
using Vernier.Testing;

namespace Vernier.EndToEnd.Systems.AiOrchestrator.SignalR;

/// <summary>A process of Node.js that watches a run with the SignalR client for JavaScript (<c>watch.cjs</c>).</summary>
internal sealed class JavaScriptClient : IAsyncDisposable
{
    private const string Folder = "tests/Vernier.EndToEnd/Systems/AiOrchestrator/SignalR";
    private const string Packages = "artifacts/npm/node_modules";

    private readonly Process _process;
    private readonly ConcurrentQueue<JsonElement> _messages = new();

    private JavaScriptClient(Process process)
    {
        _process = process;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The sequence numbers of the events, in the order of their arrival.</summary>
    public IReadOnlyList<long> Sequences => [.. Of("event").Select(value => value.GetInt64())];

    /// <param name="hub">The address of the hub.</param>
    /// <param name="runId">The run.</param>
    /// <param name="token">The access token.</param>
    public static JavaScriptClient Start(Uri hub, string runId, string token)
    {
        var packages = Path.Combine(Repository.Root, Packages);
        if (!Directory.Exists(packages))
            throw new DirectoryNotFoundException($"{packages} does not exist. Run: dotnet run dev.cs -- setup");
        return new JavaScriptClient(new Command(InstalledProgram.Find("node", "nodejs"), Path.Combine(Repository.Root, Folder, "watch.cjs"))
        {
            Environment = new Dictionary<string, string>
            {
                ["NODE_PATH"] = packages,
                ["HUB_URL"] = hub.ToString(),
                ["HUB_TOKEN"] = token,
                ["RUN_ID"] = runId,
            },
        }.Start());
    }

    /// <summary>Returns the values of the messages of a kind.</summary>
    public IReadOnlyList<JsonElement> Of(string kind) => [.. _messages.Where(message => message.GetProperty("kind").GetString() == kind).Select(message => message.GetProperty("value"))];

    public Task WaitForAsync(string kind, int count = 1) => Eventually.TrueAsync($"{count} × {kind}; received: {this}", _ => Task.FromResult(Of(kind).Count >= count));

    /// <summary>Closes the connection properly and ends the process.</summary>
    public async Task StopAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public override string ToString() => string.Join(' ', _messages);

    public ValueTask DisposeAsync() => new(ChildProcesses.EndAsync(_process));

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { Length: > 0 } text)
            _messages.Enqueue(text.StartsWith('{') ? JsonElement.Parse(text) : JsonSerializer.SerializeToElement(new { kind = "error", value = text }));
    }
}
