using Vernier.Orchestrix.Bus;

namespace Vernier.Orchestrix.Tests.Bus;

public class DeadLetterQueueTests
{
    [Fact]
    public void TryDequeue_SeveralLetters_GivesTheOldestFirst()
    {
        var queue = new DeadLetterQueue();
        queue.Enqueue(Letter("a"));
        queue.Enqueue(Letter("b"));

        queue.TryDequeue(out var first).ShouldBeTrue();
        first.HandlerName.ShouldBe("a");
        queue.ToArray().Select(l => l.HandlerName).ShouldBe(["b"]);
    }

    [Fact]
    public void TryDequeue_Empty_IsFalse() => new DeadLetterQueue().TryDequeue(out _).ShouldBeFalse();

    [Fact]
    public void Enqueue_Full_DropsTheOldestAndCountsIt()
    {
        var queue = new DeadLetterQueue(capacity: 2);

        foreach (var name in new[] { "a", "b", "c" })
            queue.Enqueue(Letter(name));

        queue.ToArray().Select(l => l.HandlerName).ShouldBe(["b", "c"]);
        queue.Count.ShouldBe(2);
        queue.Dropped.ShouldBe(1);
    }

    [Fact]
    public void Enqueue_MessagesExceedTheBytes_DropsTheOldestAndKeepsTheNewest()
    {
        var queue = new DeadLetterQueue(maxBytes: 5_000);

        foreach (var name in new[] { "a", "b", "c" })
            queue.Enqueue(Letter(name));
        queue.ToArray().Select(l => l.HandlerName).ShouldBe(["b", "c"]);
        queue.TryDequeue(out _).ShouldBeTrue();
        queue.Enqueue(Letter("d"));
        queue.ToArray().Select(l => l.HandlerName).ShouldBe(["c", "d"]);
        queue.Dropped.ShouldBe(1);

        queue.Enqueue(new DeadLetter(Samples.Ship(new string('x', 100_000)), "large", "because", 1, Samples.Noon));
        queue.ToArray().Select(l => l.HandlerName).ShouldBe(["large"]);
    }

    [Fact]
    public void New_BytesZero_Throws() => Should.Throw<ArgumentOutOfRangeException>(() => new DeadLetterQueue(maxBytes: 0));

    [Fact]
    public void New_CapacityZero_Throws() => Should.Throw<ArgumentOutOfRangeException>(() => new DeadLetterQueue(0));

    private static DeadLetter Letter(string handler) => new(Samples.Ship(), handler, "because", 1, Samples.Noon);
}
