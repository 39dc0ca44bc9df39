namespace Vernier.EndToEnd.Servers;

public class HostProcessTests
{
    [Fact]
    public async Task RunAsync_ConfigurationFileIsMissing_ReturnsExitCodeAndOutputOfTheHost()
    {
        var result = await HostProcess.RunAsync(new("--config", "missing.yml"));
        result.ExitCode.ShouldBe(2, result.ToString());
        result.Lines.ShouldContain(line => line.Contains("missing.yml"));
    }

    [Fact]
    public async Task StartAsync_HostRefusesToServe_FailsImmediatelyWithItsOutput()
    {
        var start = HostProcess.StartAsync(new($"http://127.0.0.1:{FreePort.Next()}/metrics"), new("--config", "missing.yml"));
        var message = (await start.ShouldThrowAsync<InvalidOperationException>()).Message;
        message.ShouldContain("exited with code 2");
        message.ShouldContain("missing.yml");
    }
}
