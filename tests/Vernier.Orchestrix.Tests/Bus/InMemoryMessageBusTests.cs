using Vernier.Orchestrix.Bus;
using Vernier.Orchestrix.Messages;
using Vernier.Orchestrix.Retries;
using Vernier.Testing;

namespace Vernier.Orchestrix.Tests.Bus;

public class InMemoryMessageBusTests
{
    private readonly ManualTime _time = new();
    private readonly RecordingLogger<InMemoryMessageBus> _log = new();
    private readonly InMemoryMessageBus _bus;
    private readonly List<string> _calls = [];

    public InMemoryMessageBusTests() => _bus = new InMemoryMessageBus(_time, _log);

    [Fact]
    public void Publish_SeveralHandlers_CallsThemInOrderOfSubscription()
    {
        _bus.Subscribe<ShipParcel>(_ => _calls.Add("first"));
        _bus.Subscribe<ShipParcel>((_, _) => { _calls.Add("second"); return Task.CompletedTask; });
        _bus.Subscribe<ShipParcel>(m => _calls.Add("third " + m.Parcel));

        _bus.Publish(Samples.Ship("P-7"));

        _calls.ShouldBe(["first", "second", "third P-7"]);
    }

    [Fact]
    public void Publish_NoHandler_Succeeds()
    {
        _bus.Subscribe<ParcelLost>(_ => _calls.Add("lost"));

        _bus.Publish(Samples.Ship());

        _calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task PublishAsync_NoHandler_Succeeds() => await _bus.PublishAsync(Samples.Ship());

    [Fact]
    public void Subscribe_BaseClass_ReceivesDerivedMessages()
    {
        _bus.Subscribe<Event>(e => _calls.Add(e.Type));

        _bus.Publish(Samples.Shipped());
        _bus.Publish(Samples.Ship());

        _calls.ShouldBe(["ParcelShipped"]);
    }

    [Fact]
    public void Subscribe_WithinHandler_AppliesToTheNextMessage()
    {
        _bus.Subscribe<ShipParcel>(_ => _bus.Subscribe<ShipParcel>(_ => _calls.Add("late")));

        _bus.Publish(Samples.Ship());
        _calls.ShouldBeEmpty();

        _bus.Publish(Samples.Ship());
        _calls.ShouldBe(["late"]);
    }

    [Fact]
    public void Publish_OneHandlerFails_LogsItAndCallsTheOthers()
    {
        _bus.Subscribe<ShipParcel>(_ => throw new InvalidOperationException("broken"), "bad");
        _bus.Subscribe<ShipParcel>(_ => _calls.Add("good"), "good");

        var message = Samples.Ship();
        _bus.Publish(message);

        _calls.ShouldBe(["good"]);
        _log.Lines.ShouldBe([$"Error: Handler bad failed to process ShipParcel {message.Id}."]);
        _bus.DeadLetters.Count.ShouldBe(0);
    }

    [Fact]
    public async Task PublishAsync_OneHandlerFails_CallsTheOthers()
    {
        _bus.Subscribe<ShipParcel>(_ => Task.FromException(new InvalidOperationException("broken")), "bad");
        _bus.Subscribe<ShipParcel>(_ => _calls.Add("good"), "good");

        await _bus.PublishAsync(Samples.Ship());

        _calls.ShouldBe(["good"]);
    }

    [Fact]
    public void Publish_AllHandlersFail_Throws()
    {
        var cause = new InvalidOperationException("broken");
        _bus.Subscribe<ShipParcel>(_ => throw cause, "a");
        _bus.Subscribe<ShipParcel>(_ => throw new FormatException("odd"), "b");

        var message = Samples.Ship();
        var exception = Should.Throw<HandlerException>(() => _bus.Publish(message));

        exception.Code.ShouldBe("all_handlers");
        exception.MessageType.ShouldBe("ShipParcel");
        exception.Failures.Select(f => f.HandlerName).ShouldBe(["a", "b"]);
        exception.Failures[0].Exception.ShouldBeSameAs(cause);
        exception.Message.ShouldBe(
            "all_handlers: all handlers of ShipParcel failed; a failed with InvalidOperationException: broken; b failed with FormatException: odd");
        _log.Lines.ShouldBe([
            $"Information: Handler a failed to process ShipParcel {message.Id}; the exception is thrown to the publisher: InvalidOperationException: broken",
            $"Information: Handler b failed to process ShipParcel {message.Id}; the exception is thrown to the publisher: FormatException: odd"]);
    }

    [Fact]
    public async Task PublishAsync_OnlyHandlerFails_ThrowsWithItsExceptionAsCause()
    {
        var cause = new InvalidOperationException("broken");
        _bus.Subscribe<ShipParcel>(_ => Task.FromException(cause), "a");

        var exception = await Should.ThrowAsync<HandlerException>(() => _bus.PublishAsync(Samples.Ship()));

        exception.InnerException.ShouldBeSameAs(cause);
    }

    [Fact]
    public async Task PublishAsync_SeveralHandlers_RunConcurrently()
    {
        // Each waits for the other one; one after the other they would never end.
        var first = new TaskCompletionSource();
        var second = new TaskCompletionSource();
        _bus.Subscribe<ShipParcel>(async _ => { first.SetResult(); await second.Task; }, "a");
        _bus.Subscribe<ShipParcel>(async _ => { second.SetResult(); await first.Task; }, "b");

        await _bus.PublishAsync(Samples.Ship()).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task PublishAsync_Canceled_IsCanceledWithoutFailure()
    {
        using var canceled = new CancellationTokenSource();
        _bus.Subscribe<ShipParcel>((_, token) => Task.Delay(Timeout.Infinite, token), "a", new FixedRetryPolicy());

        var publishing = _bus.PublishAsync(Samples.Ship(), canceled.Token);
        await canceled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => publishing);
        _log.Lines.ShouldBeEmpty();
        _bus.DeadLetters.Count.ShouldBe(0);
    }

    [Fact]
    public async Task PublishAsync_HandlerCancelsItself_IsAFailure()
    {
        _bus.Subscribe<ShipParcel>(_ => Task.FromException(new TaskCanceledException("timed out")), "a");

        await Should.ThrowAsync<HandlerException>(() => _bus.PublishAsync(Samples.Ship()));
    }

    [Fact]
    public async Task PublishAsync_RetriesSucceed_Succeeds()
    {
        var calls = 0;
        _bus.Subscribe<ShipParcel>(_ => FailBefore(3, ref calls), "a", new ExponentialRetryPolicy());

        var message = Samples.Ship();
        var publishing = _bus.PublishAsync(message);
        await PassDelay(TimeSpan.FromSeconds(1));
        await PassDelay(TimeSpan.FromSeconds(2.2));
        await publishing;

        calls.ShouldBe(3);
        _bus.DeadLetters.Count.ShouldBe(0);
        _log.Lines.ShouldBe([
            $"Warning: Handler a failed to process ShipParcel {message.Id} (attempt 1); retrying in 00:00:01.",
            $"Warning: Handler a failed to process ShipParcel {message.Id} (attempt 2); retrying in 00:00:02.2000000."]);
    }

    [Fact]
    public async Task PublishAsync_RetriesExhausted_KeepsADeadLetterAndThrows()
    {
        var calls = 0;
        _bus.Subscribe<ShipParcel>(
            _ => { calls++; throw new InvalidOperationException($"no {calls}"); }, "a", new FixedRetryPolicy { MaxRetries = 2 });

        var message = Samples.Ship();
        var publishing = _bus.PublishAsync(message);
        await PassDelay(TimeSpan.FromSeconds(1));
        await PassDelay(TimeSpan.FromSeconds(1));
        var exception = await Should.ThrowAsync<HandlerException>(() => publishing);

        calls.ShouldBe(3);
        exception.Failures.ShouldHaveSingleItem().IsDeadLetter.ShouldBeTrue();
        var letter = _bus.DeadLetters.ToArray().ShouldHaveSingleItem();
        letter.Message.ShouldBeSameAs(message);
        letter.HandlerName.ShouldBe("a");
        letter.Reason.ShouldBe("InvalidOperationException: no 3");
        letter.FailureCount.ShouldBe(3);
        letter.Timestamp.ShouldBe(_time.GetUtcNow());
        _log.Lines[^1].ShouldBe($"Error: Handler a failed to process ShipParcel {message.Id} after 3 attempts; moved the message to the dead letter queue.");
    }

    [Fact]
    public void Publish_PolicyWithoutRetries_KeepsADeadLetter()
    {
        _bus.Subscribe<ShipParcel>(_ => throw new InvalidOperationException("broken"), "a", new FixedRetryPolicy { MaxRetries = 0 });

        Should.Throw<HandlerException>(() => _bus.Publish(Samples.Ship()));

        _bus.DeadLetters.ToArray().ShouldHaveSingleItem().FailureCount.ShouldBe(1);
    }

    [Fact]
    public async Task PublishAsync_RetryOfOneHandler_DoesNotDelayTheOthers()
    {
        _bus.Subscribe<ShipParcel>(_ => throw new InvalidOperationException("broken"), "a", new FixedRetryPolicy { MaxRetries = 1 });
        _bus.Subscribe<ShipParcel>(_ => _calls.Add("good"), "b");

        var publishing = _bus.PublishAsync(Samples.Ship());
        _calls.ShouldBe(["good"]);

        await PassDelay(TimeSpan.FromSeconds(1));
        await publishing;
    }

    [Fact]
    public async Task Publish_RetryWithDelay_BlocksUntilItIsDone()
    {
        var calls = 0;
        _bus.Subscribe<ShipParcel>(_ => FailBefore(2, ref calls), "a", new FixedRetryPolicy());

        var publishing = Task.Run(() => _bus.Publish(Samples.Ship()));
        await PassDelay(TimeSpan.FromSeconds(1));
        await publishing;

        calls.ShouldBe(2);
    }

    [Fact]
    public async Task PublishAndSubscribe_FromManyThreads_LosesNothing()
    {
        var handled = 0;
        _bus.Subscribe<ParcelShipped>(_ => Interlocked.Increment(ref handled));

        await Parallel.ForAsync(0, 1000, async (i, _) =>
        {
            _bus.Subscribe<ParcelLost>(_ => { }, "noise");
            await _bus.PublishAsync(Samples.Shipped());
        });

        handled.ShouldBe(1000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Subscribe_BlankName_Throws(string name) => Should.Throw<ArgumentException>(() => _bus.Subscribe<ShipParcel>(_ => { }, name));

    [Fact]
    public void Subscribe_TooLongName_Throws() => Should.Throw<ArgumentException>(() => _bus.Subscribe<ShipParcel>(_ => { }, new string('a', 101)));

    private static void FailBefore(int success, ref int calls)
    {
        if (++calls < success)
            throw new InvalidOperationException("not yet");
    }

    private async Task PassDelay(TimeSpan expected)
    {
        (await _time.NextTimerAsync()).ShouldBe(expected);
        _time.Advance(expected);
    }
}
