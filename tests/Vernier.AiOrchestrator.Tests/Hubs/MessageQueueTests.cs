using Vernier.AiOrchestrator.Hubs;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Hubs;

public class MessageQueueTests
{
    private readonly HubParts _parts = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => _parts.Time.GetUtcNow();

    [Fact]
    public void Acknowledge_SequenceNumber_DeliversEverythingUpToIt()
    {
        var queue = _parts.NewQueue();
        Add(queue, 1, 2, 3);

        queue.Acknowledge(2);

        ShouldBe(sent: 3, delivered: 2, failed: 0, depth: 1);
        queue.LastSequence.ShouldBe(3);
    }

    [Fact]
    public void Acknowledge_Again_ChangesNothing()
    {
        var queue = _parts.NewQueue();
        Add(queue, 1);
        queue.Acknowledge(1);
        queue.Acknowledge(1);
        queue.Close();
        ShouldBe(sent: 1, delivered: 1, failed: 0, depth: 0);
    }

    [Fact]
    public void Expire_OldMessages_FailsOnlyThem()
    {
        var queue = _parts.NewQueue();
        Add(queue, 1);
        _parts.Time.Advance(TimeSpan.FromSeconds(10));
        Add(queue, 2);

        queue.Expire(Now - TimeSpan.FromSeconds(10));
        ShouldBe(sent: 2, delivered: 0, failed: 1, depth: 1);

        // A late acknowledgment does not deliver what has failed.
        queue.Acknowledge(2);
        ShouldBe(sent: 2, delivered: 1, failed: 1, depth: 0);
    }

    [Fact]
    public void Close_UnacknowledgedMessages_FailsThemAndAddsNoMore()
    {
        var queue = _parts.NewQueue();
        Add(queue, 1, 2);
        queue.Close();
        queue.Add(3, isCritical: true).ShouldBe(Admission.Closed);
        ShouldBe(sent: 2, delivered: 0, failed: 2, depth: 0);
    }

    [Fact]
    public void Add_FullQueue_DropsMessagesThatAreNotCritical()
    {
        var queue = _parts.NewQueue(limit: 2);
        Add(queue, 1, 2);
        queue.Add(3, isCritical: false).ShouldBe(Admission.Dropped);
        ShouldBe(sent: 2, delivered: 0, failed: 0, depth: 2);
        _parts.Value("dropped_messages").ShouldBe(1);
        queue.LastSequence.ShouldBe(2);
    }

    [Fact]
    public void Add_CriticalMessageToFullQueue_TakesThePlaceOfTheOldestOtherMessage()
    {
        var queue = _parts.NewQueue(limit: 2);
        queue.Add(1, isCritical: true).ShouldBe(Admission.Added);
        queue.Add(2, isCritical: false).ShouldBe(Admission.Added);
        queue.Add(3, isCritical: true).ShouldBe(Admission.Added);
        ShouldBe(sent: 3, delivered: 0, failed: 1, depth: 2);
        _parts.Value("dropped_messages").ShouldBe(0);

        queue.Add(4, isCritical: true).ShouldBe(Admission.QueueFull);
        queue.Acknowledge(3);
        ShouldBe(sent: 3, delivered: 2, failed: 1, depth: 0);
    }

    [Fact]
    public void Add_ReplayAfterAReconnection_IsNotANewMessage()
    {
        var first = _parts.NewQueue();
        Add(first, 1, 2);
        first.Close();
        ShouldBe(sent: 2, delivered: 0, failed: 2, depth: 0);

        var second = _parts.NewQueue();
        Add(second, 1, 2, 3);
        ShouldBe(sent: 3, delivered: 0, failed: 2, depth: 1);

        second.Acknowledge(3);
        ShouldBe(sent: 3, delivered: 1, failed: 2, depth: 0);
    }

    [Fact]
    public void Add_ReplaysThatAreNotAcknowledged_DoNotFailAgain()
    {
        var first = _parts.NewQueue();
        Add(first, 1, 2);
        first.Close();
        var second = _parts.NewQueue();
        Add(second, 1, 2);
        second.Close();
        ShouldBe(sent: 2, delivered: 0, failed: 2, depth: 0);
    }

    [Fact]
    public async Task WaitForRoom_ClientAcknowledges_Continues()
    {
        var queue = _parts.NewQueue(limit: 2);
        Add(queue, 1);
        await queue.WaitForRoomAsync(Cancellation);
        Add(queue, 2);
        var waiting = queue.WaitForRoomAsync(Cancellation);
        waiting.IsCompleted.ShouldBeFalse();

        queue.Acknowledge(1);
        await waiting.WithTimeout();
        queue.Add(3, isCritical: false).ShouldBe(Admission.Added);
    }

    [Fact]
    public async Task WaitForRoom_ClientDoesNotAcknowledge_GivesUpUntilItDoes()
    {
        var queue = _parts.NewQueue(limit: 2);
        Add(queue, 1, 2);
        var waiting = queue.WaitForRoomAsync(Cancellation);
        _parts.Time.Advance(TimeSpan.FromMilliseconds(999));
        waiting.IsCompleted.ShouldBeFalse();
        _parts.Time.Advance(TimeSpan.FromMilliseconds(1));
        await waiting.WithTimeout();
        queue.Add(3, isCritical: false).ShouldBe(Admission.Dropped);

        // The next messages are dropped at once.
        queue.WaitForRoomAsync(Cancellation).IsCompleted.ShouldBeTrue();

        queue.Acknowledge(1);
        Add(queue, 4);
        queue.WaitForRoomAsync(Cancellation).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task WaitForRoom_ConnectionEnds_Ends()
    {
        var queue = _parts.NewQueue(limit: 1);
        Add(queue, 1);
        var waiting = queue.WaitForRoomAsync(Cancellation);
        queue.Close();
        await waiting.WithTimeout();
        queue.Add(2, isCritical: false).ShouldBe(Admission.Closed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AnyOperations_InAnyOrder_EveryMessageEndsOnce(int seed)
    {
        var random = new Random(seed);
        var queue = _parts.NewQueue(limit: 5);
        var sequence = 0;
        for (var i = 0; i < 1_000; i++)
        {
            switch (random.Next(10))
            {
                case < 6:
                    queue.Add(++sequence, isCritical: random.Next(4) == 0);
                    break;
                case < 8:
                    queue.Acknowledge(sequence - random.Next(5));
                    break;
                case 8:
                    _parts.Time.Advance(TimeSpan.FromSeconds(1));
                    queue.Expire(Now - TimeSpan.FromSeconds(2));
                    break;
                default:
                    // A reconnection replays the last messages.
                    queue.Close();
                    queue = _parts.NewQueue(limit: 5);
                    sequence = Math.Max(0, sequence - random.Next(3));
                    break;
            }

            if (i % 10 > 0)
                continue;
            var depth = _parts.Value("message_queue_depth");
            depth.ShouldBeInRange(0, 5);
            _parts.Session.Snapshot().MessagesSent.ShouldBe(_parts.Session.Delivered + (long)(_parts.Value("message_failures_total") + depth));
        }

        queue.Close();
        _parts.Value("message_queue_depth").ShouldBe(0);
        _parts.Session.Delivered.ShouldBeGreaterThan(100);
        _parts.Value("message_failures_total").ShouldBeGreaterThan(100);
    }

    private void Add(MessageQueue queue, params ReadOnlySpan<long> sequences)
    {
        foreach (var sequence in sequences)
            queue.Add(sequence, isCritical: false).ShouldBe(Admission.Added);
    }

    private void ShouldBe(int sent, int delivered, int failed, int depth)
    {
        _parts.Value("messages_out_total").ShouldBe(sent);
        _parts.Value("message_failures_total").ShouldBe(failed);
        _parts.Value("message_queue_depth").ShouldBe(depth);
        var session = _parts.Session.Snapshot();
        _parts.Session.Delivered.ShouldBe(delivered);
        session.MessagesSent.ShouldBe(sent);
        session.MessageFailures.ShouldBe(failed);
        session.DeliveryRate.ShouldBe(ConnectionQuality.DeliveryRate(delivered, failed));
    }
}
