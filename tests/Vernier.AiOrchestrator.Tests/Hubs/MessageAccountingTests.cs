using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Hubs;

public class MessageAccountingTests
{
    [Fact]
    public async Task Acknowledgment_Missing_FailsTheMessagesAfterThirtySeconds()
    {
        var time = new ManualTime();
        await using var app = await HubApp.StartAsync(time: time);
        var token = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        await app.AddEventsAsync(run, 3);
        await using var client = await app.ConnectAsync(run, token, acknowledges: false);
        await client.WaitForEventsAsync(3);
        app.Value("message_queue_depth").ShouldBe(3);
        await client.InvokeAsync("Ack", 1);
        app.Value("message_queue_depth").ShouldBe(2);

        time.Advance(TimeSpan.FromSeconds(28));
        app.Value("message_failures_total").ShouldBe(0);
        await HubApp.AdvanceUntilAsync(time, () => app.Value("message_failures_total") > 0, "failures");

        app.Value("message_failures_total").ShouldBe(2);
        app.Value("message_queue_depth").ShouldBe(0);
        app.Value("messages_out_total").ShouldBe(3);
        app.Value("active_connections").ShouldBe(1);
        app.Connections.Snapshot().ShouldHaveSingleItem().DeliveryRate.ShouldBe(1 / 3.0, 1e-9);
    }

    [Fact]
    public async Task Connection_LostWithUnacknowledgedMessages_FailsThem()
    {
        await using var app = await HubApp.StartAsync();
        var token = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        await app.AddEventsAsync(run, 3);
        await using var client = await app.ConnectAsync(run, token, acknowledges: false);
        await client.WaitForEventsAsync(3);
        client.Drop();

        await app.WaitForValueAsync("message_failures_total", 3);
        app.Value("message_queue_depth").ShouldBe(0);
        app.Value("active_connections").ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Resume_AfterTheConnectionWasLost_ContinuesWithoutGapAndDuplicate(bool longPolling)
    {
        await using var app = await HubApp.StartAsync();
        var token = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        await app.AddEventsAsync(run, 4);
        await using var first = await app.ConnectAsync(run, token, acknowledges: false);
        await first.WaitForEventsAsync(4);
        await first.InvokeAsync("Ack", 1);
        first.Drop();
        await app.WaitForValueAsync("active_connections", 0);
        await app.AddEventsAsync(run, 2);

        // The client has processed two events; it acknowledges everything from here.
        await using var second = await app.ConnectAsync(run, token, first.SessionId, after: 2, longPolling: longPolling);
        await second.WaitForEventsAsync(4);

        second.Sequences.ShouldBe([3, 4, 5, 6]);
        second.SessionId.ShouldBe(first.SessionId);
        second.Message("session").GetProperty("resumed").GetBoolean().ShouldBeTrue();
        await app.WaitForValueAsync("message_queue_depth", 0);
        app.Value("messages_out_total").ShouldBe(6);
        app.Value("message_failures_total").ShouldBe(3);
        app.Value("reconnections_total").ShouldBe(1);
        app.Value("connections_total").ShouldBe(2);
        var session = app.Connections.Snapshot().ShouldHaveSingleItem();
        session.ReconnectionCount.ShouldBe(1);
        session.MessagesSent.ShouldBe(6);
        session.MessageFailures.ShouldBe(3);
        session.DeliveryRate.ShouldBe(0.5);
    }

    [Fact]
    public async Task Resume_WhileTheServerHasNotNoticedTheLoss_ReplacesTheConnection()
    {
        await using var app = await HubApp.StartAsync();
        var token = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        await app.AddEventsAsync(run, 2);
        await using var first = await app.ConnectAsync(run, token, acknowledges: false);
        await first.WaitForEventsAsync(2);

        await using var second = await app.ConnectAsync(run, token, first.SessionId, after: 0);
        await second.WaitForEventsAsync(2);
        await first.Ended;
        first.Message("closing").GetProperty("reason").GetString().ShouldBe("The session was resumed on another connection.");

        await app.WaitForValueAsync("active_connections", 1);
        app.Connections.Snapshot().ShouldHaveSingleItem().SessionId.ShouldBe(second.SessionId);
        app.Value("messages_out_total").ShouldBe(2);
        app.Value("message_failures_total").ShouldBe(2);
        app.Value("message_queue_depth").ShouldBe(0);
    }

    [Fact]
    public async Task Resume_UnknownSession_StartsANewOneAndCountsAsAReconnection()
    {
        await using var app = await HubApp.StartAsync();
        var token = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        await app.AddEventsAsync(run, 3);
        var unknown = Guid.NewGuid().ToString("N");

        await using var client = await app.ConnectAsync(run, token, unknown, after: 1);
        await client.WaitForEventsAsync(2);

        client.Sequences.ShouldBe([2, 3]);
        client.SessionId.ShouldNotBe(unknown);
        client.Message("session").GetProperty("resumed").GetBoolean().ShouldBeFalse();
        app.Value("reconnections_total").ShouldBe(1);
    }

    [Fact]
    public async Task Resume_SessionOfAnotherUser_StartsANewOne()
    {
        await using var app = await HubApp.StartAsync();
        var run = await app.NewRunAsync("ada");
        await using var owner = await app.ConnectAsync(run, await app.TokenAsync("ada"));
        await using var other = await app.ConnectAsync(run, await app.TokenAsync("grace", Role.Admin), owner.SessionId, after: 0);
        other.SessionId.ShouldNotBe(owner.SessionId);
        app.Connections.Snapshot().Select(connection => connection.UserId).ShouldBe(["ada", "grace"], ignoreOrder: true);
        owner.Has("closing").ShouldBeFalse();
    }

    [Fact]
    public async Task Session_RetentionHasPassed_IsForgotten()
    {
        var time = new ManualTime();
        await using var app = await HubApp.StartAsync(["web_socket:session_retention=00:01:00"], time);
        var token = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        var client = await app.ConnectAsync(run, token);
        await client.DisposeAsync();
        await app.WaitForValueAsync("active_connections", 0);
        app.Connections.Sessions().ShouldHaveSingleItem().Connected.ShouldBeFalse();

        time.Advance(TimeSpan.FromSeconds(50));
        app.Connections.Sessions().ShouldHaveSingleItem();
        await HubApp.AdvanceUntilAsync(time, () => app.Connections.Sessions() is [], "the session is forgotten");
    }

    [Fact]
    public async Task Queue_Full_DropsMessagesAndReportsTheGap()
    {
        await using var app = await HubApp.StartAsync(["web_socket:max_queue_length=5"]);
        var token = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        await app.AddEventsAsync(run, 8);
        await using var client = await app.ConnectAsync(run, token, acknowledges: false);

        var dropped = await client.WaitForAsync("dropped");
        dropped.GetProperty("firstSequence").GetInt64().ShouldBe(6);
        dropped.GetProperty("lastSequence").GetInt64().ShouldBe(8);
        dropped.GetProperty("count").GetInt32().ShouldBe(3);
        client.Sequences.ShouldBe([1, 2, 3, 4, 5]);
        app.Value("dropped_messages").ShouldBe(3);
        app.Value("messages_out_total").ShouldBe(5);
        app.Value("message_queue_depth").ShouldBe(5);

        // Critical messages are not dropped: each takes the place of another message.
        await app.AddEventsAsync(run, 1, "FLAG_RAISED");
        await client.WaitForEventsAsync(6);
        client.Sequences[^1].ShouldBe(9);
        app.Value("dropped_messages").ShouldBe(3);
        app.Value("message_failures_total").ShouldBe(1);

        await client.InvokeAsync("Ack", 9);
        app.Value("message_queue_depth").ShouldBe(0);
        await app.AddEventsAsync(run, 1);
        await client.WaitForEventsAsync(7);
    }

    [Fact]
    public async Task Queue_FullOfCriticalMessages_ClosesTheConnection()
    {
        await using var app = await HubApp.StartAsync(["web_socket:max_queue_length=4"]);
        var token = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        await app.AddEventsAsync(run, 5, "GRAFT_START");
        await using var client = await app.ConnectAsync(run, token, acknowledges: false);

        await client.Ended;

        client.Sequences.ShouldBe([1, 2, 3, 4]);
        client.Message("closing").GetProperty("reason").GetString().ShouldBe("The queue is full of critical messages: 4 are not acknowledged.");
        await app.WaitForValueAsync("active_connections", 0);
        app.Value("message_failures_total").ShouldBe(4);
        app.Value("message_queue_depth").ShouldBe(0);
        app.Value("dropped_messages").ShouldBe(0);

        // The client resumes and gets them all.
        await using var second = await app.ConnectAsync(run, token, client.SessionId, after: 4);
        await second.WaitForEventsAsync(1);
        second.Sequences.ShouldBe([5]);
        app.Value("messages_out_total").ShouldBe(5);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public async Task Acknowledgment_OfAMessageThatWasNotSent_IsAnError(long sequence)
    {
        await using var app = await HubApp.StartAsync();
        var token = await app.TokenAsync("ada");
        var run = await app.NewRunAsync("ada");
        await app.AddEventsAsync(run, 3);
        await using var client = await app.ConnectAsync(run, token, acknowledges: false);
        await client.WaitForEventsAsync(3);

        var error = await Should.ThrowAsync<InvalidOperationException>(() => client.InvokeAsync("Ack", sequence));

        error.Message.ShouldEndWith($"HubException: Sequence {sequence} was not sent on this connection. Acknowledge a sequence from 0 to 3.");
        app.Value("message_queue_depth").ShouldBe(3);
    }
}
