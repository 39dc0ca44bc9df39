namespace Vernier.EndToEnd.Servers;

public class ServerProcessTests
{
    private static readonly Func<CancellationToken, Task<bool>> Never = _ => Task.FromResult(false);
    private static readonly Func<CancellationToken, Task<bool>> AtOnce = _ => Task.FromResult(true);

    [Fact]
    public async Task StartAsync_NeverReady_FailsWithTheOutputAndLeavesNoProcess()
    {
        var command = Shell("echo self=$$; sleep 600 & echo child=$!; echo trouble >&2; wait");
        var start = ServerProcess.StartAsync(command, Never, deadline: TimeSpan.FromSeconds(2));

        var message = (await start.ShouldThrowAsync<InvalidOperationException>()).Message;
        message.ShouldContain("trouble");
        await ShouldEndAsync(ProcessId(message, "self"));
        await ShouldEndAsync(ProcessId(message, "child"));
    }

    [Fact]
    public async Task StartAsync_ProcessExitsBeforeItIsReady_FailsImmediatelyWithExitCodeAndOutput()
    {
        var start = ServerProcess.StartAsync(Shell("echo bad configuration >&2; exit 3"), Never, deadline: Timeout.InfiniteTimeSpan);

        var message = (await start.ShouldThrowAsync<InvalidOperationException>()).Message;
        message.ShouldContain("exited with code 3");
        message.ShouldContain("bad configuration");
    }

    [Fact]
    public async Task StopAsync_ProcessHandlesTheSignal_ReturnsItsExitCodeAndAllOutput()
    {
        await using var server = await ServerProcess.StartAsync(Shell("trap 'echo bye; exit 5' TERM; echo trap is set; while :; do sleep 0.1; done"), AtOnce);
        await FirstLineAsync(server);

        (await server.StopAsync()).ShouldBe(5);
        server.Output.ShouldBe(["trap is set", "bye"]);
    }

    [Fact]
    public async Task DisposeAsync_ProcessIgnoresTheSignal_KillsItWithItsChildren()
    {
        var server = await ServerProcess.StartAsync(Shell("trap '' TERM INT; sleep 600 & echo child=$!; wait"), AtOnce);
        var child = await FirstLineAsync(server);

        await server.DisposeAsync();

        await ShouldEndAsync(server.Id);
        await ShouldEndAsync(ProcessId(child, "child"));
    }

    private static Command Shell(string script) => new("sh", "-c", script);

    private static Task<string> FirstLineAsync(ServerProcess server) =>
        Eventually.GetAsync("the first line of output", _ => Task.FromResult(server.Output.FirstOrDefault("")), line => line != "");

    private static int ProcessId(string output, string name) => int.Parse(output.Split($"{name}=")[1].Split('\n')[0]);

    // A killed process whose parent has exited may remain a zombie for some time; a zombie has no command line.
    private static Task ShouldEndAsync(int processId) => Eventually.TrueAsync($"process {processId} has exited", async token =>
    {
        var commandLine = $"/proc/{processId}/cmdline";
        return !File.Exists(commandLine) || (await File.ReadAllBytesAsync(commandLine, token)).Length == 0;
    });
}
