using System.Net;
using System.Net.Sockets;
using Vernier.EndToEnd.Servers;

namespace Vernier.EndToEnd.Host.Serving;

public class OpenFileLimitTests
{
    [Theory]
    [InlineData(48)]
    [InlineData(64)]
    [InlineData(200)]
    [InlineData(511)]
    public async Task Start_LimitIsTooLow_FailsWithOneLine(int limit)
    {
        using var folder = new TemporaryFolder();
        var result = await Limited(limit, new HostSetup("--demo", "false").CommandIn(folder)).RunAsync();

        result.ExitCode.ShouldBe(1);
        result.Lines.ShouldHaveSingleItem().ShouldStartWith($"The limit of open files is {limit}; Vernier needs at least 512, and one for each connection. Raise it with ");
    }

    [Fact]
    public async Task Serve_AllFilesAreOpen_AcceptsConnectionsAgainAfterSomeAreClosed()
    {
        using var folder = new TemporaryFolder();
        var port = FreePort.Next();
        var url = new Uri($"http://127.0.0.1:{port}/metrics");
        var command = new HostSetup("--demo", "false", "--only", "orchestrix", "--set", $"systems:orchestrix:port={port}").CommandIn(folder);
        await using var host = await ServerProcess.StartAsync(Limited(512, command), Readiness.Url(url));

        var clients = new List<Socket>();
        for (var i = 0; i < 600; i++)
        {
            var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
            clients.Add(client);
        }
        await Eventually.TrueAsync("the process has opened all files", _ => Task.FromResult(Directory.GetFiles($"/proc/{host.Id}/fd").Length >= 510));
        clients.ForEach(client => client.Dispose());

        await Eventually.TrueAsync("the host responds", Readiness.Url(url));
        host.HasExited.ShouldBeFalse();
    }

    /// <summary>Runs a command with a limit of open files; the shell is replaced by the command.</summary>
    private static Command Limited(int limit, Command command) =>
        command with { Program = "sh", Arguments = ["-c", $"ulimit -n {limit} && exec \"$0\" \"$@\"", command.Program, .. command.Arguments] };
}
