using Vernier.AiOrchestrator.Runs.Store;

namespace Vernier.AiOrchestrator.Tests.Hubs;

public class HubMethodTests
{
    [Fact]
    public async Task Flag_ThenApprove_IsStoredAndReported()
    {
        await using var app = await HubApp.StartAsync();
        var run = await app.NewRunAsync("ada");
        await using var client = await app.ConnectAsync(run, await app.TokenAsync("ada"));

        var flag = await client.InvokeAsync("Flag", "SECURITY", "A secret in the code");
        flag.GetString().ShouldNotBeNullOrEmpty();
        await client.InvokeAsync("Approve");

        await client.WaitForEventsAsync(2);
        Types(client).ShouldContain(RunEventTypes.FlagRaised);
        Types(client).ShouldContain(RunEventTypes.FlagApproved);
    }

    [Fact]
    public async Task Flag_ThenDeny_EndsTheRun()
    {
        await using var app = await HubApp.StartAsync();
        var run = await app.NewRunAsync("ada");
        await using var client = await app.ConnectAsync(run, await app.TokenAsync("ada"));
        await client.InvokeAsync("Flag", "cost", "Too expensive");
        await client.InvokeAsync("Deny");
        await client.WaitForEventsAsync(2);
        Types(client).ShouldContain(RunEventTypes.FlagDenied);
    }

    [Fact]
    public async Task GraftAndPrune_AgentsThatHaveNotStarted_AreReported()
    {
        await using var app = await HubApp.StartAsync();
        var run = await app.NewRunAsync("ada");
        await using var client = await app.ConnectAsync(run, await app.TokenAsync("ada"));

        var graft = await client.InvokeAsync("Graft", new { agent = "tester-v1", after = "DEVELOPER", timeoutMs = 60_000 });
        await client.InvokeAsync("Graft", new { agent = "pm-v1", after = "WRITER" });
        await client.InvokeAsync("Prune", "WRITER");

        graft.GetString().ShouldNotBeNullOrEmpty();
        await client.WaitForEventsAsync(3);
        Types(client).ShouldBe([RunEventTypes.GraftAdded, RunEventTypes.GraftAdded, RunEventTypes.PruneApplied], ignoreOrder: true);
        app.Value("messages_in_total").ShouldBeGreaterThanOrEqualTo(3);
    }

    [Theory]
    [InlineData("Graft", """{"agent":"janitor-v1","after":"PM"}""", "'janitor-v1' is not a graft agent.")]
    [InlineData("Graft", """{"agent":"pm-v1","after":"JANITOR"}""", "'JANITOR' is not a valid agent.")]
    [InlineData("Graft", """{"agent":"pm-v1","after":"TESTER"}""", "Grafts cannot be inserted after TESTER.")]
    [InlineData("Graft", """{"agent":"pm-v1","after":"PM","timeoutMs":-1}""", "-1 is not a valid timeout of a graft.")]
    [InlineData("Graft", """{"agent":"pm-v1","after":"PM","timeoutMs":99999999999}""", "99999999999 is not a valid timeout of a graft.")]
    [InlineData("Graft", """{"agent":"pm-v1"}""", "Required members are missing: 'after'.")]
    [InlineData("Graft", """{"agent":"pm-v1","after":"PM","extra":1}""", "The member is unknown.")]
    [InlineData("Graft", "\"pm-v1\"", "Invalid JSON (line 1, byte ")]
    [InlineData("Graft", "null", "The argument must be a JSON object, not null.")]
    [InlineData("Prune", "\"JANITOR\"", "'JANITOR' is not a valid agent. Allowed are PM, QUALIFIER, ARCHITECT, DEVELOPER, TESTER, WRITER.")]
    [InlineData("Prune", "null", "'' is not a valid agent.")]
    [InlineData("Flag", "\"BORING\",\"reason\"", "'BORING' is not a valid type.")]
    [InlineData("Flag", "\"COST\",null", "The reason of a flag must have")]
    [InlineData("Approve", "", "no open flag")]
    public async Task Invoke_InvalidArguments_ReturnsWhatIsAllowed(string method, string arguments, string message)
    {
        await using var app = await HubApp.StartAsync();
        var run = await app.NewRunAsync("ada");
        await using var client = await app.ConnectAsync(run, await app.TokenAsync("ada"));

        var error = await Should.ThrowAsync<InvalidOperationException>(() => client.InvokeJsonAsync(method, $"[{arguments}]"));

        error.Message.ShouldContain(message);
        await app.WaitForValueAsync("messages_in_total", 1);
        app.Value("active_connections").ShouldBe(1);
    }

    [Theory]
    [InlineData("Ack", "[\"text\"]")]
    [InlineData("Ack", "[1.5]")]
    [InlineData("Ack", "[]")]
    [InlineData("Ack", "[1,2]")]
    [InlineData("Graft", "[]")]
    [InlineData("OnConnectedAsync", "[]")]
    [InlineData("Unknown", "[]")]
    public async Task Invoke_MalformedInvocation_IsAnErrorAndTheConnectionStaysOpen(string method, string arguments)
    {
        await using var app = await HubApp.StartAsync();
        var run = await app.NewRunAsync("ada");
        await using var client = await app.ConnectAsync(run, await app.TokenAsync("ada"));

        await Should.ThrowAsync<InvalidOperationException>(() => client.InvokeJsonAsync(method, arguments));

        await app.AddEventsAsync(run, 1);
        await client.WaitForEventsAsync(1);
        await app.WaitForValueAsync("messages_in_total", 1);
        await app.WaitForValueAsync("message_queue_depth", 0);
    }

    [Theory]
    [InlineData("no JSON\u001e")]
    [InlineData("{}\u001e")]
    [InlineData("[1]\u001e")]
    [InlineData("{\"type\":\"text\"}\u001e")]
    public async Task Receive_MalformedMessage_ClosesTheConnection(string text)
    {
        await using var app = await HubApp.StartAsync();
        var run = await app.NewRunAsync("ada");
        await app.AddEventsAsync(run, 2);
        await using var client = await app.ConnectAsync(run, await app.TokenAsync("ada"), acknowledges: false);
        await client.WaitForEventsAsync(2);

        await client.SendTextAsync(text);

        await client.Ended;
        await app.WaitForValueAsync("active_connections", 0);
        app.Value("message_failures_total").ShouldBe(2);
        app.Value("message_queue_depth").ShouldBe(0);
        app.Value("messages_in_total").ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Receive_MessageOverTheLimit_ClosesTheConnection(bool longPolling)
    {
        await using var app = await HubApp.StartAsync();
        var run = await app.NewRunAsync("ada");
        await using var client = await app.ConnectAsync(run, await app.TokenAsync("ada"), longPolling: longPolling);

        // Just below the limit of 64 KiB the reason is too long, but the message is processed.
        var error = await Should.ThrowAsync<InvalidOperationException>(() => client.InvokeAsync("Flag", "COST", new string('x', 65_000)));
        error.Message.ShouldContain("The reason of a flag");
        await Should.ThrowAsync<InvalidOperationException>(() => client.InvokeAsync("Flag", "COST", new string('x', 70_000)));

        await client.Ended;
        await app.WaitForValueAsync("active_connections", 0);
        app.Value("messages_in_total").ShouldBe(1);
    }

    private static IReadOnlyList<string?> Types(HubTestClient client) => [.. client.Events.Select(item => item.GetProperty("type").GetString())];
}
